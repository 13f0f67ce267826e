package dev.downbeat.peers;

import java.util.List;

/** All of them. */
final class Peers {
    static final List<Peer> ALL = List.of(new DownbeatPeer(), new DbSchedulerPeer(), new JobRunrPeer());

    private Peers() {}

    static Peer named(String name) {
        return ALL.stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No such peer: " + name));
    }
}

package dev.downbeat.playbook.tool.http;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ToolException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Refuses calls into the network that this program itself stands in. Stateless. */
final class AddressGuard {
    private AddressGuard() {}

    /** Fails when any address of the host is loopback, link-local, private or otherwise not public. */
    static void check(URI uri) throws ToolException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(uri.getHost());
        } catch (UnknownHostException e) {
            throw ToolException.of(ErrorKind.CONNECTION, "host not found: " + uri.getHost());
        }
        for (InetAddress address : addresses) {
            if (!isPublic(address)) {
                throw ToolException.of(
                        ErrorKind.AUTH,
                        "calls to private addresses are refused here (http.refuse_private_addresses): host="
                                + uri.getHost());
            }
        }
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean uniqueLocal = address instanceof Inet6Address && (first & 0xfe) == 0xfc;
        boolean sharedSpace = bytes.length == 4 && first == 100 && (second & 0xc0) == 64;
        boolean thisNetwork = bytes.length == 4 && first == 0;
        return !(address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || sharedSpace
                || thisNetwork);
    }
}

package dev.downbeat.bench.run;

import dev.downbeat.bench.report.Further;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** Reads from flight recordings where threads were when they were looked at. */
final class HotMethods {
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final int MOST = 20;

    private HotMethods() {}

    /** Returns the methods on top of most stacks in the recordings of the folder, the hottest first. */
    static List<Further.HotMethod> in(Path folder) {
        Map<String, Integer> counts = new HashMap<>();
        int samples = 0;
        for (Path recording : recordings(folder)) {
            samples += count(recording, counts);
        }
        double all = Math.max(1, samples);
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(entry -> new Further.HotMethod(entry.getKey(), entry.getValue() * 100 / all))
                .toList();
    }

    private static List<Path> recordings(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jfr"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(Path recording, Map<String, Integer> counts) {
        int samples = 0;
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getEventType().getName().equals(SAMPLE) && event.getStackTrace() != null) {
                    List<RecordedFrame> frames = event.getStackTrace().getFrames();
                    if (!frames.isEmpty()) {
                        RecordedMethod method = frames.getFirst().getMethod();
                        counts.merge(method.getType().getName() + "." + method.getName(), 1, Integer::sum);
                        samples++;
                    }
                }
            }
        } catch (IOException e) {
            return samples; // of a worker that was killed: what there is, counts
        }
        return samples;
    }
}

package io.fansync.benchmarks.report;

import io.fansync.benchmarks.server.Cores;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What it was measured on.
 *
 * @param pinned true if client and server had cores of their own
 */
public record Machine(String cpu, int cores, long memoryGigabytes, String system, String jdk, boolean pinned) {

    static Machine here() {
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                processor(),
                Runtime.getRuntime().availableProcessors(),
                Math.round(os.getTotalMemorySize() / 1e9),
                System.getProperty("os.name") + " "
                        + System.getProperty("os.version").replaceFirst("-.*", ""),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Cores.canPin());
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst("^[^:]*: *", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }
}

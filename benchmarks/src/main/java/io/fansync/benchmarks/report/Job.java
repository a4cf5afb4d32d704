package io.fansync.benchmarks.report;

import io.fansync.Connector;
import io.fansync.benchmarks.peers.Peers;
import io.fansync.benchmarks.server.Account;
import io.fansync.benchmarks.server.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * A job that is done: what the server saw of it, and what the peer said.
 *
 * @param failed of which connectors the peer said that they were not synced
 */
record Job(Scenario scenario, Account account, List<String> failed) {

    /** Has a peer do it. Empty if it did not end in time. */
    static Optional<Job> run(Scenario scenario, Peers peer, Jdk jdk, Duration patience) {
        try (ServerProcess server = ServerProcess.metered(scenario.arguments())) {
            File out = File.createTempFile("fansync-job", ".json");
            try {
                Process client = new ProcessBuilder(
                                jdk.java().toString(),
                                "-Xmx512m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                JobClient.class.getName(),
                                peer.name(),
                                server.graph().toString(),
                                JsonMapper.shared().writeValueAsString(scenario))
                        .redirectOutput(out)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                boolean ended = client.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
                client.destroyForcibly();
                if (!ended || client.exitValue() != 0) {
                    return Optional.empty();
                }
                List<String> failed = List.of(JsonMapper.shared().readValue(out, String[].class));
                return Optional.of(new Job(scenario, server.account(), failed));
            } finally {
                Files.delete(out.toPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> all() {
        return scenario.connectors().stream().map(Connector::toString).toList();
    }

    int size() {
        return scenario.connectors().size();
    }

    /** How many were never synced. */
    long lost() {
        return all().stream()
                .filter(connector -> !account.synced().containsKey(connector))
                .count();
    }

    /** How many syncs there were beyond the first of each. */
    long repeated() {
        return account.synced().values().stream().mapToLong(times -> times - 1).sum();
    }

    /** How many were synced, and reported as not. */
    long deniedThoughDone() {
        return failed.stream().filter(account.synced()::containsKey).count();
    }

    double throttledPerSync() {
        return account.accepted() == 0 ? 0 : (double) account.throttled() / account.accepted();
    }

    /** From the first arrival to the last acceptance. */
    double seconds() {
        return lastAccepted(account.lastAcceptedAt().keySet().stream().toList());
    }

    /** Likewise, but for the whale. */
    double secondsWithoutWhale() {
        return lastAccepted(account.lastAcceptedAt().keySet().stream()
                .filter(tenant -> !tenant.equals(Scenario.tenant(1)))
                .toList());
    }

    private double lastAccepted(List<String> tenants) {
        long last = tenants.stream()
                .mapToLong(tenant -> account.lastAcceptedAt().getOrDefault(tenant, 0L))
                .max()
                .orElse(account.firstAt());
        return (last - account.firstAt()) / 1_000.0;
    }

    /** The time that one tenant's quota alone needs for what was synced. */
    double idealSeconds() {
        double windows = Math.max(0, (double) (size() - lost()) / scenario.quota() - 1);
        return Math.ceil(windows) * scenario.windowMillis() / 1_000;
    }
}

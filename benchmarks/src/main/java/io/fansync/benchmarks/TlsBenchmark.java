package io.fansync.benchmarks;

import io.fansync.benchmarks.server.ServerProcess;
import io.fansync.benchmarks.server.Tls;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * As {@link BulkBenchmark}, over TLS 1.3 with the JDK's own provider, which all peers use. It does not measure handshakes:
 * connections are kept.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Tls -prof gc -prof io.fansync.benchmarks.ClientProfiler}
 */
@OperationsPerInvocation(BulkBenchmark.SYNCS)
public class TlsBenchmark extends ManySyncs {

    public TlsBenchmark() {
        super(BulkBenchmark.SYNCS);
    }

    @Override
    ServerProcess server() {
        Path keyStore = Tls.generate();
        Tls.trust(keyStore);
        return ServerProcess.atOnceOverTls(keyStore);
    }
}

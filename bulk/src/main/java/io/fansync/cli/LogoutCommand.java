package io.fansync.cli;

import io.fansync.GraphCloud;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "logout",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Deletes what 'fansync login' kept on this machine: all of it, or what the options name.")
final class LogoutCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private Tenants tenants = new Tenants();

    @Mixin
    private ClientId clientId = new ClientId();

    @Mixin
    private Target target = new Target();

    @Mixin
    private Display display = new Display();

    LogoutCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        display.startLogging();
        List<String> of = tenants.of(shell);
        Optional<String> as = clientId.of(shell);
        Optional<GraphCloud> at = target.named();
        List<KeptSignIn> kept = KeptSignIn.in(shell.directories().state());
        List<KeptSignIn> named = kept.stream()
                .filter(one -> of.isEmpty() || of.contains(one.tenant()))
                .filter(one -> as.isEmpty() || as.get().equals(one.clientId()))
                .filter(one -> at.isEmpty() || one.isAt(at.get()))
                .toList();
        named.forEach(this::end);
        display.note(
                shell, Prose.count(named.size(), "sign-in") + " deleted, " + (kept.size() - named.size()) + " left");
        return Ending.ACCEPTED.exitCode();
    }

    private void end(KeptSignIn signIn) {
        signIn.delete();
        display.note(shell, "signed out of " + signIn.tenant() + " (" + signIn.clientId() + ")");
    }
}

package io.fansync.cli;

import io.fansync.GraphCloud;
import io.fansync.SyncException;
import io.fansync.TokenRequest;
import io.fansync.TokenSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import reactor.netty.http.client.HttpClient;

@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Signs you in to each tenant by a code, to be entered in a browser on any machine, and keeps the sign-in for the"
                    + " next runs with the same --client-id. Who is signed in already is not asked again; 'fansync logout'"
                    + " ends that.",
            "The app registration must allow public client flows."
        })
final class LoginCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private Tenants tenants = new Tenants();

    @Mixin
    private ClientId clientId = new ClientId();

    @Mixin
    private Target target = new Target();

    @Mixin
    private Display display = new Display();

    LoginCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        display.startLogging();
        List<String> wanted = tenants.of(shell);
        if (wanted.isEmpty()) {
            throw new BadInput("login needs --tenant");
        }
        String id = clientId.of(shell, "login");
        GraphCloud cloud = target.cloud(true);
        TokenSource tokens = TokenSource.deviceCode(
                id,
                shell.directories().state(),
                code -> shell.say(code.message()),
                target.way(shell.environment()).apply(HttpClient.create()));
        long signedIn = wanted.stream()
                .filter(tenant -> signIn(tokens, new TokenRequest(cloud, tenant)))
                .count();
        return ending(signedIn, wanted.size()).exitCode();
    }

    private boolean signIn(TokenSource tokens, TokenRequest request) {
        try {
            tokens.token(request).block();
            display.note(shell, "signed in to " + request.tenant());
            return true;
        } catch (SyncException e) {
            shell.say(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static Ending ending(long signedIn, int wanted) {
        if (signedIn == 0) {
            return Ending.NOT_SIGNED_IN;
        }
        return signedIn < wanted ? Ending.FAILED : Ending.ACCEPTED;
    }
}

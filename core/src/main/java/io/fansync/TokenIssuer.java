package io.fansync;

import java.util.function.Predicate;

/** Who is asked for tokens, and what to do where that fails for a reason that it does not give itself. */
enum TokenIssuer {
    LOGIN_SERVER(
            "the login server",
            SignInAnswer::isPending,
            "Check the network, the proxy and the cloud's login URL.",
            "Check the cloud's login URL, and whether a proxy answers in its place."),

    /** Knows the managed identities of what runs on it. */
    AZURE_HOST(
            "the Azure host",
            SignInAnswer::isKeyHint,
            "A managed identity is to be had on Azure alone, by what runs there.",
            "Check that this machine or app was assigned the managed identity.");

    final String title;
    final Predicate<SignInAnswer> asksAgain;
    final String ifUnreachable;
    final String ifUnclear;

    /** @param asksAgain what is no error, but leads MSAL to another request */
    TokenIssuer(String title, Predicate<SignInAnswer> asksAgain, String ifUnreachable, String ifUnclear) {
        this.title = title;
        this.asksAgain = asksAgain;
        this.ifUnreachable = ifUnreachable;
        this.ifUnclear = ifUnclear;
    }
}

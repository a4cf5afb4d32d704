package io.fansync;

import java.util.HashMap;
import java.util.Map;

/**
 * What to do about a refused sign-in, by the code in its description, else by its {@code error}
 * (<a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Entra's error codes</a>).
 */
final class SignInHints {

    private static final Map<String, String> HINTS = new HashMap<>();

    static {
        hint(
                "Give the client secret's value (not its id), and one that has not expired.",
                "AADSTS7000215",
                "AADSTS7000222",
                "AADSTS70002");
        hint(
                "Register this certificate with the app, and check this machine's clock.",
                "AADSTS700027",
                "AADSTS700024",
                "AADSTS700030",
                "AADSTS50012");
        hint(
                "Add a federated credential to the app whose issuer, subject and audience are those of the token.",
                "AADSTS70021",
                "AADSTS700211",
                "AADSTS700212",
                "AADSTS700213");
        hint(
                "Check the client id, and have an admin of this tenant consent to the app.",
                "AADSTS700016",
                "AADSTS700011",
                "AADSTS7000229",
                "AADSTS70001",
                "unauthorized_client");
        hint(
                "Have an admin of this tenant consent to the app's permissions.",
                "AADSTS65001",
                "AADSTS650056",
                "AADSTS650057",
                "AADSTS500011",
                "consent_required");
        hint("Check the tenant's name or id, and the cloud.", "AADSTS90002", "AADSTS900023", "AADSTS50128");
        hint(
                "Look at the tenant's conditional access policies.",
                "AADSTS53000",
                "AADSTS53001",
                "AADSTS53002",
                "AADSTS53003");
        hint("Allow public client flows in the app's registration.", "AADSTS7000218");
        hint(
                "Sign in again.",
                "invalid_grant",
                "interaction_required",
                "login_required",
                "authorization_declined",
                "expired_token",
                "code_expired",
                "bad_verification_code");
        hint("Sign in again, and accept what the app asks for.", "AADSTS65004");
        hint("Check the credential, and that it belongs to this app.", "invalid_client");
    }

    private SignInHints() {}

    private static void hint(String hint, String... codes) {
        for (String code : codes) {
            HINTS.put(code, hint);
        }
    }

    /** The first that there is; else empty. */
    static String of(String... codes) {
        for (String code : codes) {
            String hint = HINTS.get(code);
            if (hint != null) {
                return hint;
            }
        }
        return "";
    }
}

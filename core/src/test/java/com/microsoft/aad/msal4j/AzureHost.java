package com.microsoft.aad.msal4j;

import java.util.Map;

/** Lets a test say what the environment tells MSAL of the Azure host; it takes a class of this package to do so. */
public final class AzureHost {

    private AzureHost() {}

    public static void environment(Map<String, String> variables) {
        ManagedIdentityApplication.setEnvironmentVariables(variables::get);
    }

    /** As it really is. */
    public static void reset() {
        ManagedIdentityApplication.setEnvironmentVariables(System::getenv);
    }
}

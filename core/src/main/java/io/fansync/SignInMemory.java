package io.fansync;

/** Where a user's sign-in outlives the MSAL application that carried it out. */
interface SignInMemory {

    /** What was written last; empty at first. */
    String read();

    void write(String cache);
}

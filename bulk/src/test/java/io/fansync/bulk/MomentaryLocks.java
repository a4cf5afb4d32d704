package io.fansync.bulk;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets a lock that others hold for a moment pass, as BlockHound does with monitors. Pools, allocators and queues take such locks;
 * and to throw out of one leaves a waiter behind who never goes, so that the lock may be lost to all others and a test hang.
 */
public final class MomentaryLocks implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside(ReentrantLock.class.getName(), "lock")
                .allowBlockingCallsInside(StampedLock.class.getName(), "writeLock");
    }
}

/**
 * A faithful Microsoft Graph and sign-in server on loopback, for tests, demonstrations and measurements. It speaks real
 * HTTP and needs nothing but what {@code io.fansync} needs. {@link io.fansync.simulator.GraphSimulator} is where to
 * start.
 */
@NullMarked
package io.fansync.simulator;

import org.jspecify.annotations.NullMarked;

/** fansync in a Spring Boot application: the beans, from properties under {@code fansync.*}. */
@NullMarked
package io.fansync.spring;

import org.jspecify.annotations.NullMarked;

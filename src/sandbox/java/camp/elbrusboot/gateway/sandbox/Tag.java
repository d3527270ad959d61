package camp.elbrusboot.gateway.sandbox;

import org.jspecify.annotations.Nullable;

/** A tag; contacts and companies never have a colour (section 2.4). */
record Tag(long id, String name, @Nullable String color) {}

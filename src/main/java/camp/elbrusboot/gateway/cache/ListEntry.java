package camp.elbrusboot.gateway.cache;

import java.util.List;

/**
 * A part of a list of leads, as Redis keeps it.
 *
 * @param generation of the account's lists when amoCRM was asked; another one makes this entry void
 */
record ListEntry(String generation, List<Long> ids, boolean hasNext) {}

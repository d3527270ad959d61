package camp.elbrusboot.gateway.crm;

import java.util.List;

/**
 * A part of a list.
 *
 * @param hasNext whether amoCRM says that more follow. It does not count, so the next part may turn out empty.
 */
public record Page<T>(List<T> items, boolean hasNext) {}

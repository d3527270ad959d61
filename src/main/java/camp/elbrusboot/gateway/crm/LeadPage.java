package camp.elbrusboot.gateway.crm;

import java.util.List;

/**
 * A part of a list of leads.
 *
 * @param hasNext whether amoCRM says that more follow. It does not count, so the next part may turn out empty.
 */
public record LeadPage(List<Lead> leads, boolean hasNext) {}

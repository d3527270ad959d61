package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;

/** What a stage means in its pipeline. */
@Description("What a stage means in its pipeline.")
public enum StatusKind {
    @Description("Incoming leads that nobody has accepted yet.")
    UNSORTED,
    @Description("Leads that are worked on.")
    OPEN,
    @Description("Leads that were won: 142 in every pipeline.")
    WON,
    @Description("Leads that were lost: 143 in every pipeline.")
    LOST;

    public static final long WON_ID = 142;
    public static final long LOST_ID = 143;
}

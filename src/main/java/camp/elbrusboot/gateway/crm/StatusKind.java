package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;

/** What a stage means in its pipeline. */
@Description("What a stage means in its pipeline.")
public enum StatusKind {
    /** Incoming leads that nobody has accepted yet. */
    UNSORTED,
    OPEN,
    /** Id 142 in every pipeline. */
    WON,
    /** Id 143 in every pipeline. */
    LOST;

    public static final long WON_ID = 142;
    public static final long LOST_ID = 143;
}

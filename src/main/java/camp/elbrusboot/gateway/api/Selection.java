package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Detail;
import graphql.GraphQLContext;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.SelectionSet;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of an operation can need that costs a call, or a larger one: worked out from the document, once, for
 * the operation as a whole. So a field may be given what only another one needs, and what a directive leaves out is
 * counted in; nothing is missing.
 *
 * @param contactData whether more of contacts is than their ids and personal data
 * @param companyNames whether the name of a company is selected anywhere
 */
record Selection(Set<Detail> ofLeads, Set<Detail> ofContacts, boolean contactData, boolean companyNames) {

    /** Of the operation that the field belongs to. */
    static Selection of(DataFetchingEnvironment field) {
        GraphQLContext context = field.getGraphQlContext();
        return context.computeIfAbsent(Selection.class, absent -> workedOut(field));
    }

    private static Selection workedOut(DataFetchingEnvironment field) {
        GraphQLSchema schema = field.getGraphQLSchema();
        GraphQLObjectType root =
                switch (field.getOperationDefinition().getOperation()) {
                    case QUERY -> schema.getQueryType();
                    case MUTATION -> schema.getMutationType();
                    case SUBSCRIPTION -> schema.getSubscriptionType();
                };
        Walk walk = new Walk(schema, field.getFragmentsByName(), new HashSet<>(), new HashSet<>());
        walk.along(root, field.getOperationDefinition().getSelectionSet());
        return of(walk.seen);
    }

    private static Selection of(Set<String> fields) {
        Set<Detail> ofLeads = EnumSet.noneOf(Detail.class);
        if (fields.contains("Lead.contacts") || fields.contains("Lead.mainContact")) {
            ofLeads.add(Detail.LEAD_CONTACTS);
        }
        if (fields.contains("Lead.lossReason")) {
            ofLeads.add(Detail.LEAD_LOSS_REASON);
        }
        return new Selection(
                ofLeads,
                fields.contains("Contact.leads") ? EnumSet.of(Detail.CONTACT_LEADS) : Set.of(),
                Privacy.asksForMore(fields),
                fields.contains("Company.name"));
    }

    /**
     * @param entered fragments, each of which is for one type and so need not be entered twice
     * @param seen {@code Type.field}
     */
    private record Walk(
            GraphQLSchema schema, Map<String, FragmentDefinition> fragments, Set<String> entered, Set<String> seen) {

        void along(@Nullable GraphQLObjectType type, @Nullable SelectionSet selections) {
            if (type == null || selections == null) {
                return;
            }
            selections.getSelections().forEach(selection -> {
                if (selection instanceof Field field) {
                    enter(type, field);
                } else if (selection instanceof InlineFragment fragment) {
                    String condition = fragment.getTypeCondition() == null
                            ? type.getName()
                            : fragment.getTypeCondition().getName();
                    along(schema.getObjectType(condition), fragment.getSelectionSet());
                } else if (selection instanceof FragmentSpread spread && entered.add(spread.getName())) {
                    FragmentDefinition fragment = fragments.get(spread.getName());
                    if (fragment != null) {
                        along(schema.getObjectType(fragment.getTypeCondition().getName()), fragment.getSelectionSet());
                    }
                }
            });
        }

        private void enter(GraphQLObjectType type, Field field) {
            GraphQLFieldDefinition definition = type.getFieldDefinition(field.getName());
            seen.add(type.getName() + "." + field.getName());
            // Not there: a field of introspection.
            if (definition != null
                    && GraphQLTypeUtil.unwrapAll(definition.getType()) instanceof GraphQLObjectType below) {
                along(below, field.getSelectionSet());
            }
        }
    }
}

// What relay-compiler makes artifacts of. The program that asks by them is ../relay.cjs.
const { graphql } = require('relay-runtime');

graphql`
  query annalsMomentsQuery($ref: String!, $asOf: AsOf) {
    now: actor(ref: $ref) {
      id
      eventCount
      ...annalsActor
    }
    then: actor(ref: $ref, asOf: $asOf) {
      id
      eventCount
      ...annalsActor
    }
  }
`;

graphql`
  fragment annalsActor on Actor
  @refetchable(queryName: "annalsActorRefetchQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 4 }, cursor: { type: "String" }) {
    eventCount
    events(first: $count, after: $cursor) @connection(key: "annalsActor_events") {
      edges {
        node {
          __typename
          id
          key
          ...annalsEvent
        }
      }
    }
  }
`;

graphql`
  fragment annalsEvent on Event {
    title
    kind
    reports {
      source {
        id
        ref
      }
    }
    ... on SummitHeld {
      participants {
        actor {
          id
          name
        }
      }
    }
    ... on StatementMade {
      speaker {
        name
      }
      stance
    }
  }
`;

graphql`
  query annalsNodesQuery($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on Actor {
        eventCount
      }
      ...annalsEvent @alias(as: "told")
    }
  }
`;

graphql`
  subscription annalsChangesSubscription($after: Position) {
    eventRecorded(after: $after) {
      position
      event {
        id
        key
        reportCount
      }
    }
  }
`;

graphql`
  query annalsEventQuery($key: String) {
    event(key: $key) {
      id
      key
      reportCount
    }
  }
`;

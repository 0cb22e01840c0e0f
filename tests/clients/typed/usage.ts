// What a user of the generated types writes. It is compiled only: each @ts-expect-error is an error where the types let the line
// pass.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { EverythingDocument, MomentsDocument } from './made/graphql';
import type { EverythingQuery, EverythingQueryVariables, MomentsQuery, MomentsQueryVariables } from './made/graphql';

export const document: TypedDocumentNode<MomentsQuery, MomentsQueryVariables> = MomentsDocument;
export const everything: TypedDocumentNode<EverythingQuery, EverythingQueryVariables> = EverythingDocument;

const filter: MomentsQueryVariables['filter'] = { kinds: ['SUMMIT_HELD'], quad: ['VERBAL_COOPERATION'] };
export const now: MomentsQueryVariables = { ref: 'PRK', brief: false, id: 'x', filter };
export const then: MomentsQueryVariables = { ...now, asOf: { position: 765 } };
// @ts-expect-error A moment is a position or a time, not both.
export const both: MomentsQueryVariables = { ...now, asOf: { position: 765, time: '2025-09-03T00:00:00Z' } };
// @ts-expect-error There is no such kind.
export const wrong: MomentsQueryVariables = { ...now, filter: { kinds: ['SUMMIT_HELT'] } };

type Event = MomentsQuery['events']['nodes'][number];

export function told(event: Event): string {
  const earliest: string | null | undefined = event.occurred.earliest;
  // @ts-expect-error Only some kinds have participants.
  void event.participants;
  switch (event.__typename) {
    case 'SummitHeld':
      return event.participants.map(({ actor }) => actor.ref).join(event.host?.name);
    case 'StatementMade':
      return `${event.speaker.name}: ${event.stance === 'PRAISE'}`;
    case 'TroopsDispatched': {
      const best: number | null | undefined = event.troops?.best;
      return `${best} ${event.troops?.approximate}`;
    }
    default:
      return `${event.title} ${earliest} ${event.parties.length}`;
  }
}

export function found({ node, now, then }: MomentsQuery): string {
  const counts: number[] = [now?.eventCount ?? 0, then?.eventCount ?? 0];
  if (node?.__typename === 'Actor') return node.ref;
  if (node?.__typename === 'Place') return `${node.latitude}`;
  if (node?.__typename === 'WeaponTested') return `${node.key} ${node.weapon}`;
  // @ts-expect-error A node may be null.
  void node.id;
  return `${node?.id} ${counts}`;
}

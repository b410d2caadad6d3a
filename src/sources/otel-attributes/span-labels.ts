import type { CallRecord } from '../../model/call-record.ts';
import { loggedTags } from '../logger/logged-tags.ts';
import { firstText, isObject, type JsonObject } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { isShallow, unpacked } from '../traced-content/nesting.ts';
import { type Attributes, firstWord } from './attribute-values.ts';
import type { Span } from './span.ts';

/** Prefixes under which emitters put the application's own fields. */
const OWN = ['traceloop.association.properties.', 'ai.telemetry.metadata.', 'langfuse.metadata.'];
const USERS = ['user.id', 'enduser.id', 'gen_ai.user', 'langfuse.user.id'];
const SESSIONS = ['gen_ai.conversation.id', 'session.id', 'langfuse.session.id'];
const FEATURES = [
  'gen_ai.agent.name',
  'gen_ai.workflow.name',
  'traceloop.workflow.name',
  'ai.telemetry.functionId',
  'agent.name',
];
const USER_FIELDS = ['user_id', 'userId', 'user'];
const SESSION_FIELDS = ['session_id', 'sessionId', 'thread_id', 'threadId', 'conversation_id', 'chat_id'];

type Labels = Pick<CallRecord, 'user' | 'session' | 'feature' | 'tags'>;

/**
 * Whose call it was. The feature is the agent's or workflow's name, else the service's: the finest name that stays the same from call
 * to call. Service, environment, `tag.tags` and the application's own fields are tags.
 */
export function spanLabels({ attributes, resource }: Span): Labels {
  const metadata = ownFields(attributes);
  const service = firstWord(resource, ['service.name']);
  const tags = unpacked(attributes.get('tag.tags'));
  return {
    user: safeText(firstWord(attributes, USERS) ?? firstText(metadata, USER_FIELDS)),
    session: safeText(firstWord(attributes, SESSIONS) ?? firstText(metadata, SESSION_FIELDS)),
    feature: safeText(firstWord(attributes, FEATURES) ?? firstText(metadata, ['feature']) ?? service),
    tags: loggedTags(
      {
        tags: Array.isArray(tags) ? tags : undefined,
        metadata: {
          'service.name': service,
          'deployment.environment': firstWord(resource, [
            'deployment.environment.name',
            'deployment.environment',
          ]),
          ...metadata,
        },
      },
      undefined,
      undefined,
    ),
  };
}

function ownFields(attributes: Attributes): JsonObject {
  const metadata = unpacked(attributes.get('metadata'));
  const named: [string, unknown][] = [];
  for (const [name, value] of attributes) {
    const prefix = OWN.find((it) => name.startsWith(it));
    if (prefix !== undefined) named.push([name.slice(prefix.length), value]);
  }
  return {
    ...(isObject(metadata) && isShallow(metadata) ? metadata : {}),
    ...Object.fromEntries(named),
  };
}

import { firstText, isObject, type JsonObject } from '../record/record-access.ts';

const NAMES =
  'model model_name modelName model_id modelId llm_model response_model engine deployment deployment_name'.split(
    ' ',
  );

/** The model that a logger names beside the bodies, by its usual names, also in its `metadata`. */
export function loggedModel(record: JsonObject): string | undefined {
  if (typeof record.model === 'string' && record.model !== '') return record.model;
  const texts = NAMES.filter((name) => typeof record[name] === 'string');
  const found = firstText(record, texts);
  if (found !== undefined) return found;
  const { metadata } = record;
  if (!isObject(metadata)) return undefined;
  return firstText(
    metadata,
    NAMES.filter((name) => typeof metadata[name] === 'string'),
  );
}

/** Endpoints of model APIs by the end of their path, whatever stands before it. */
const ENDPOINT =
  /(?:\/chat\/completions|\/completions|\/embeddings|\/responses|\/messages|:(?:stream)?generateContent|:embedContent|:(?:stream)?rawPredict|\/model\/[^/]{1,400}\/(?:invoke|invoke-with-response-stream|converse|converse-stream))\/?$/i;

/** A URL as it may be kept: no query and no fragment, where keys are. */
export function plainUrl(url: unknown): string | undefined {
  if (typeof url !== 'string' || url === '') return undefined;
  const end = url.search(/[?#]/);
  const plain = (end < 0 ? url : url.slice(0, end)).slice(0, 2000);
  // Names and passwords before the host.
  return plain.replace(/^([a-z][a-z0-9+.-]{0,20}:\/\/)[^/@]{1,500}@/i, '$1');
}

/** True for the URL of a model's endpoint, given without its query. */
export function isModelUrl(url: string | undefined): boolean {
  return url !== undefined && ENDPOINT.test(url);
}

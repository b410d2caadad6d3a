/** The fields of `--map field=column`. `promptTokens` includes cached tokens, `input` leaves them out. */
export const FIELDS = [
  ...['id', 'time', 'model', 'provider', 'status', 'attempt'],
  ...[
    'promptTokens',
    'input',
    'cacheRead',
    'cacheWrite5m',
    'cacheWrite1h',
    'output',
    'reasoning',
    'totalTokens',
  ],
  ...[
    'cost',
    'tier',
    'latencyMs',
    'finishReason',
    'maxTokens',
    'user',
    'feature',
    'session',
    'trace',
    'prompt',
    'response',
  ],
] as const satisfies readonly string[];
export type Field = keyof typeof SYNONYMS;

/**
 * Names under which logs hold each field, without case and punctuation, best first. Taken from the exports of FORMATS
 * sections 1 to 17 and from what hand-written loggers call their columns. A name that means two things is under one field at most.
 */
export const SYNONYMS = {
  id: names(`responseid generationid completionid llmcallid callid litellmcallid messageid id requestid xrequestid correlationid
    logid eventid`),
  time: names(`time timestamp ts requesttimestamp requesttime requestcreatedat createdat created createdtime datetime starttime
    startedat eventtime loggedat timegenerated date`),
  model:
    names(`model modelname responsemodel modelid modelversion modelpermaslug llmmodel modelused deployment deploymentname
    engine requestmodel requestedmodel`),
  provider: names('provider providername llmprovider modelprovider customllmprovider aiprovider vendor'),
  status:
    names(`status statuscode httpstatus httpstatuscode httpcode responsestatus responsestatuscode responsecode outcome
    success issuccess succeeded successful ok iserror haserror failed isfailed errored error errormessage errorcode errortype`),
  attempt: names('attempt attemptnumber attemptno tryno'),
  promptTokens:
    names(`prompttokens inputtokens prompttokencount inputtokencount tokensprompt tokensinput tokensin intokens
    ntokensin nprompttokens ninputtokens numprompttokens numinputtokens prompttoks inputtoks requesttokens reqtokens requnits
    contexttokens tokensinputtotal totalprompttokens totalinputtokens nativetokensprompt usageprompttokens usageinputtokens
    usageinput inputlength promptlength inputtokensused`),
  input:
    names(`uncachedinputtokens inputuncachedtokens inputtokensuncached noncachedinputtokens uncachedtokens
    uncachedprompttokens inputtokensnocache prompttokensnocache promptcachemisstokens cachemisstokens freshinputtokens`),
  cacheRead:
    names(`cachereadinputtokens cachereadtokens cachereadtokencount cacheread cachedtokens cachedinputtokens
    inputcachedtokens cachedprompttokens promptcachedtokens prompttokenscached tokenscached cachedcontenttokencount cachehittokens
    promptcachehittokens promptcachereadtokens inputcachereadtokens inputtokenscached inputtokenscacheread nativetokenscached
    tokenscacheread cachedread cachetokens ncachedtokens`),
  cacheWrite5m:
    names(`ephemeral5minputtokens cachewrite5m cachewrite5mtokens cachewritetokens5m cachecreation5minputtokens
    cachecreation5mtokens cachecreation5m cachecreationinputtokens cachecreationtokens cachecreation cachewriteinputtokens
    cachewritetokens cachewrite promptcachewritetokens inputcachewritetokens tokenscachewrite cachewritetokencount`),
  cacheWrite1h:
    names(`ephemeral1hinputtokens cachewrite1h cachewrite1htokens cachewritetokens1h cachecreation1hinputtokens
    cachecreation1htokens cachecreation1h`),
  output:
    names(`completiontokens outputtokens completiontokencount outputtokencount candidatestokencount tokenscompletion
    tokensoutput tokensout outtokens ntokensout ncompletiontokens noutputtokens numcompletiontokens numoutputtokens completiontoks
    outputtoks responsetokens restokens resunits generatedtokens ngeneratedtokens gentokens totalcompletiontokens
    totaloutputtokens nativetokenscompletion usagecompletiontokens usageoutputtokens usageoutput outputlength`),
  reasoning:
    names(`reasoningtokens tokensreasoning reasoningoutputtokens outputreasoningtokens thoughtstokencount
    thinkingtokens thoughttokens thoughtstokens nativetokensreasoning`),
  totalTokens: names(
    'totaltokens totaltokencount tokenstotal ntokenstotal tokens totalunits usagetotaltokens',
  ),
  cost: names(`costusd totalcostusd cost totalcost costtotal usdcost costindollars costdollars responsecost spend spendusd
    priceusd amountusd costcents costincents totalcostcents costusdcents costtotalusd requestcost`),
  tier: names('responseservicetier usageservicetier servicetier tier'),
  latencyMs:
    names(`latencyms durationms responsetimems elapsedms requestdurationms generationtimems delayms timems latencymillis
    latencymilliseconds durationmilliseconds latency latencys latencysec latencysecs latencyseconds durations durationsec
    durationseconds responsetime responsetimes responsetimesec responsetimeseconds elapsedtime elapsed elapseds elapsedseconds
    duration`),
  finishReason: names('finishreason stopreason completionreason finishreasons stopreasons'),
  maxTokens: names('maxtokens maxoutputtokens maxcompletiontokens maxnewtokens'),
  user: names(`user userid enduser enduserid username useremail customer customerid clientid accountid tenant tenantid
    requestuserid`),
  feature:
    names(`feature featurename usecase task tasktype taskname endpoint route workflow operation purpose app appname
    application service component promptname tag logtype`),
  session: names('session sessionid conversationid conversation threadid chatid'),
  trace: names('traceid trace xtraceid tracingid'),
  prompt:
    names(`prompt messages prompttext inputtext inputmessages promptmessages userprompt question query usermessage
    requestbody requestmessages requestprompt fullprompt`),
  response:
    names(`response completion responsetext outputtext answer reply responsebody completiontext assistantmessage
    generatedtext`),
} satisfies Record<(typeof FIELDS)[number], readonly string[]>;

/** Columns that say a row is the sum of several calls, which cannot be priced or judged as one. */
export const AGGREGATE_NAMES =
  names(`nummodelrequests numrequests nrequests requests requestcount requestscount numcalls
  ncalls calls callcount totalrequests totalcalls apirequests successfulrequests usagedateutc aggregationtimestamp`);

/** Fields that are known by their last name alone when they lie deeper in a record: `usage.prompt_tokens`. */
export const DEEP_FIELDS: ReadonlySet<string> = new Set<Field>([
  ...(['model', 'promptTokens', 'input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const),
  ...(['output', 'reasoning', 'totalTokens'] as const),
]);

/** Further last names that mean one thing wherever they lie. */
export const DEEP_NAMES = names(
  'messages userid sessionid conversationid threadid latencyms durationms costusd statuscode servicetier',
);

/** Objects of a logger's own fields: what is inside means what it would mean beside them. */
export const TAG_HOLDERS = names('metadata meta tags extra context properties attributes labels custom');

/** Objects whose entries are tags. */
export type TagHolder = 'tags' | 'metadata';

/** Columns that are tags under their own names, unless a field is read from them. */
export const TAG_NAMES: ReadonlySet<string> = new Set(
  names('team project environment env department costcenter costcentre app application'),
);

/** A name as it is compared: letters and digits in lower case. */
export function plainName(name: string): string {
  return name
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

function names(list: string): readonly string[] {
  return list.split(/\s+/);
}

/** Factor from a cost column to US dollars: cents when the name says so. */
export function costScale(plain: string): number {
  return plain.includes('cent') ? 0.01 : 1;
}

/**
 * Factor from a latency column to milliseconds. A name that ends in a unit decides. Bare `duration` is milliseconds
 * (Cloudflare, HAR); bare `latency`, `response_time` and `elapsed` are seconds (Langfuse, LiteLLM, BurstGPT; FORMATS 0.3),
 * unless the user mapped them to `latencyMs`, whose name has the unit.
 */
export function latencyScale(plain: string, mapped: boolean): number {
  if (/(?:ms|millis|milliseconds)$/.test(plain)) return 1;
  if (/(?:latency|duration|time|elapsed)(?:s|secs?|seconds)$/.test(plain)) return 1000;
  return mapped || plain === 'duration' ? 1 : 1000;
}

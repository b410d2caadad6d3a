/** Ways in which log libraries, runtimes and shippers write a line around the text of a record. */
export type LineWrapper = (text: string, index: number) => string;

const AT = '2026-09-03T08:15:00.123Z';
const json = JSON.stringify;

export const TEXT_WRAPPERS: Readonly<Record<string, LineWrapper>> = {
  docker: (text) => json({ log: `${text}\n`, stream: 'stdout', time: AT }),
  message: (message) => json({ level: 'info', timestamp: AT, message }),
  msg: (msg) => json({ level: 30, time: Date.parse(AT), pid: 7, hostname: 'web-1', msg }),
  cloudWatchInsights: (text) => json({ '@timestamp': '2026-09-03 08:15:00.123', '@message': text }),
  journald: (MESSAGE) => json({ __REALTIME_TIMESTAMP: `${Date.parse(AT)}000`, _PID: '7', MESSAGE }),
  loki: (line) => json({ labels: { app: 'web' }, line, timestamp: AT }),
  splunk: (_raw, i) => json({ preview: false, offset: i, result: { _time: AT, _raw } }),
  splunkFlat: (_raw) => json({ _time: AT, host: 'web-1', _raw }),
  google: (textPayload) => json({ insertId: 'x', resource: { type: 'k8s' }, textPayload, timestamp: AT }),
  body: (body) => json({ severity: 'INFO', body, timestamp: AT }),
  structlog: (event) => json({ event, level: 'info', timestamp: AT }),
  loguru: (message) =>
    json({
      text: `${AT} | INFO | app:ask:7 - ${message}\n`,
      record: { level: { name: 'INFO' }, message, time: { repr: AT, timestamp: Date.parse(AT) / 1000 } },
    }),
  azureContainer: (LogEntry) => json({ TimeGenerated: AT, LogEntry, LogEntrySource: 'stdout' }),
  azureContainerV2: (LogMessage) => json({ TimeGenerated: AT, LogMessage, PodName: 'web-1' }),
  prefixInText: (text) => json({ log: `INFO:root:${text}\n`, stream: 'stderr', time: AT }),
  compose: (text) => `api-1  | ${text}`,
  kubernetes: (text) => `${AT} stdout F ${text}`,
  cloudWatchExport: (text) => `${AT} ${text}`,
  lambda: (text) => `${AT}\t9f1c-11\tINFO\t${text}`,
  syslog: (text) => `<14>Sep  3 08:15:00 web-1 app[77]: ${text}`,
  python: (text) => `INFO:root:${text}`,
  bracket: (text) => `[${AT}] INFO {main} - ${text}`,
};

/** Those that hold the record as an object. */
export const OBJECT_WRAPPERS: Readonly<Record<string, LineWrapper>> = {
  google: (text) => `{"insertId":"x","jsonPayload":${text},"timestamp":"${AT}"}`,
  elasticsearch: (text, i) => `{"_index":"logs","_id":"${i}","_source":${text}}`,
  logstash: (text) => `{"@timestamp":"${AT}","@fields":${text}}`,
  data: (text) => `{"data":${text}}`,
  splunkCollector: (text) => `{"time":${Date.parse(AT) / 1000},"host":"web-1","event":${text}}`,
  azureContainerV2: (text) => `{"TimeGenerated":"${AT}","LogMessage":${text}}`,
};

/** Documents with the records in a list. */
export const ENVELOPES: Readonly<Record<string, (records: readonly unknown[]) => unknown>> = {
  data: (data) => ({ data, meta: { page: 1, totalItems: 3 } }),
  'data at the end': (data) => ({ object: 'list', meta: { a: [{ b: 1 }] }, error: null, data }),
  cloudWatch: (records) => ({
    events: records.map((it) => ({ timestamp: Date.parse(AT), message: json(it) })),
    nextForwardToken: 'f/1',
  }),
  subscription: (records) => ({
    messageType: 'DATA_MESSAGE',
    logEvents: records.map((it, i) => ({ id: String(i), timestamp: Date.parse(AT), message: json(it) })),
  }),
  records: (records) => ({ records }),
  runs: (runs) => ({ runs, cursors: {} }),
  'post and patch': ([first, ...rest]) => ({ post: [first], patch: rest }),
  result: (result) => ({ result, result_info: { page: 1 }, success: true, errors: [] }),
  results: (results) => ({ count: 3, results }),
  rows: (rows) => ({ rows }),
  hits: (records) => ({
    took: 3,
    hits: { total: { value: 3 }, hits: records.map((it, i) => ({ _index: 'l', _id: `${i}`, _source: it })) },
  }),
  entries: (entries) => ({ log: { version: '1.2', creator: { name: 'x' }, pages: [], entries } }),
  value: (value) => ({ '@odata.count': 3, value }),
  items: (items) => ({ items }),
  logs: (logs) => ({ logs }),
};

/**
 * Words whose replacement changes the question even where all else stays: prompts must agree on them, in order, to be
 * compared at all. Singular forms; a plural counts as its singular.
 */
export const IMPORTANT_WORDS = [
  // Dates.
  'january february march april may june july august september october november december',
  'jan feb mar apr jun jul aug sep sept oct nov dec',
  'monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat',
  'today tomorrow yesterday tonight weekday weekend morning afternoon evening night noon midnight am pm',
  'spring summer autumn winter bc ad bce ce',
  'second minute hour day week fortnight month quarter year decade century annual monthly weekly daily hourly yearly',
  // Numbers in words.
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen',
  'eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion',
  'first third fourth fifth sixth seventh eighth ninth tenth last next previous once twice thrice dozen half',
  'single double triple quadruple both neither either none all every each few',
  '一 二 三 四 五 六 七 八 九 十 百 千 万 萬 億 亿 零 〇 两 兩 年 月 日',
  // Negation and limits.
  'not no never without nor nobody nothing nowhere hardly barely except unless only exclude excluding excluded',
  'non un avoid stop prevent lack missing instead rather',
  '不 没 沒 無 无 非 未 否 勿 别 別',
  'nicht kein keine ohne nie pas sans jamais ni sin nunca ningún não sem nem senza mai нет не без никогда',
  // Opposites.
  'enable disable enabled disabled include included including allow deny forbid permit reject accept approve refuse',
  'before after since until above below over under down left right off inside outside',
  'from against',
  'more less fewer least maximum minimum max min maximize minimize maximise minimise increase decrease rise fall',
  'grow shrink high low higher lower highest lowest big small large tiny bigger smaller largest smallest long short',
  'longer shorter best worst better worse good bad easy hard fast slow old new young early late earlier later',
  'hot cold warm cool wet dry open close opened closed start end begin finish add remove append insert delete create',
  'destroy drop keep encrypt decrypt encode decode compress decompress serialize deserialize upload download import',
  'export push pull read write send receive buy sell lend borrow win lose pass fail true false yes valid invalid',
  'legal illegal safe unsafe possible impossible positive negative odd even ascending descending asc desc',
  'synchronous asynchronous sync async public private internal external local remote male female man woman men women',
  'boy girl father mother husband wife son daughter brother sister king queen his her him he she pro con advantage',
  'disadvantage benefit drawback pros cons love hate like dislike north south east west northern southern eastern western',
  'black white red green blue yellow horizontal vertical row column input output client server always sometimes often',
  'formal informal active passive optional required static dynamic mutable immutable lock unlock show hide visible hidden',
  'agree disagree approximate exact same different equal unequal full empty present absent past future dead alive',
  'gain loss profit debit credit gross net primary secondary major minor parent child lossless lossy',
  // Units.
  'mm cm km m kg g mg lb lbs oz ml l kb mb gb tb kib mib gib ms ns us hz khz mhz ghz kw kwh mw watt volt amp ohm',
  'metre meter kilometre kilometer centimetre centimeter millimetre millimeter mile yard foot feet inch inches acre',
  'hectare gram kilogram milligram ounce pound ton tonne stone litre liter millilitre milliliter gallon pint quart cup',
  'tablespoon teaspoon celsius fahrenheit kelvin degree radian joule calorie pascal bar psi knot mph kph byte bit',
  'kilobyte megabyte gigabyte terabyte percent percentage word sentence paragraph page line character token bullet',
  // Money.
  'usd eur gbp jpy cny chf cad aud inr brl krw rub dollar euro yen yuan rupee franc peso real won ruble cent pence',
  'penny quid bitcoin btc eth ethereum crypto',
  // Languages of people and of machines.
  'english french german spanish italian portuguese dutch russian ukrainian polish czech swedish norwegian danish',
  'finnish greek turkish arabic hebrew hindi urdu bengali tamil chinese mandarin cantonese japanese korean vietnamese',
  'thai indonesian malay swahili latin romanian hungarian bulgarian serbian croatian persian farsi catalan',
  'python java javascript typescript ruby rust golang go php perl swift kotlin scala haskell erlang elixir clojure lua',
  'julia matlab fortran cobol pascal bash powershell sql mysql postgresql postgres sqlite mongodb redis html css json',
  'yaml xml csv markdown latex c r react vue angular svelte django flask linux windows macos ubuntu android ios aws',
  'azure gcp docker kubernetes',
  '英 法 德 俄 韩 韓',
].join(' ');

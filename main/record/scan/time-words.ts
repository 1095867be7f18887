/** Words of a name that is called like a moment, and of one that may well speak of time. */
export const TIME_NAME =
  /(^|_)(at|on|date|time|timestamp|ts|day|when)$|^(signed_up|signup|created|updated|joined|registered|expires|renews|(first|last)_(seen|login))$/i
export const TIME_WORD =
  /(^|_)(date|time|created|updated|joined|since|until|renewal|renews|signup|signed_up|started?|ended|end|due|closed|opened|expires|expiry|birthday|seen|start)(_|$)/i

/** A name that speaks of money. */
export const AMOUNT_NAME = /(^|_)(amount|price|mrr|arr|revenue|fee|total|cost|value|spend|turnover|gmv|balance)(_|$)/i

/** `session_time`, `minutes_since_login`: how long something took, however much its numbers look like moments. */
const DURATION =
  /(^|_)(duration|elapsed|seconds|secs?|minutes|mins?|hours|hrs?|days|weeks|months|millis|ms|age|lag|latency|uptime|downtime|runtime|ttl|interval|time_(spent|on|in|to))(_|$)|(^|_)(session|watch|response|reply|wait|waiting|handle|handling|resolution|call|talk|hold|play|processing|process|lead|cycle|idle|view|viewing|reading|load|loading|transit|travel|drive|working|work|screen|total|average|avg|mean|max|min|median)_times?(_|$)/

/** `due_amount`, `closed_deals`: how much of something there is, although a word of time stands beside it. */
const QUANTITY =
  /(^|_)(amount|balance|count|counts|total|sum|value|price|cost|revenue|fee|number|no|qty|quantity|percent|pct|ratio|rate|score|rank|points|id|deals?|items?|orders?|tickets?|sessions?|users?|seats?|tasks?|cases?|emails?|calls?|units?|cents?)(_|$)/

export const isDuration = (head: string): boolean => DURATION.test(head)

/** Whether numbers under this name count something else than time since a beginning. */
export const isNoMomentName = (head: string): boolean => isDuration(head) || QUANTITY.test(head)

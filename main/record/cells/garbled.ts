/** Signs that a text was read in a wrong encoding: a lost letter, half of one, UTF-8 that was read as Windows-1252, and letters of HTML. */
const GARBLED =
  /\ufffd|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[ÃÂ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€|&(amp|lt|gt|quot|apos|nbsp|[a-z]{1,3}(uml|acute|grave|circ|tilde|cedil|lig|ring|slash)|#\d{2,5}|#x[\da-f]+);/i

/** All of them have one of these, which most texts lack: looking for all signs takes twice as long. */
const SUSPICIOUS = /[&\u0080-\uffff]/

/** Whether an earlier program broke letters of a text, so that it is kept as it is and said. */
export const isGarbled = (text: string): boolean => SUSPICIOUS.test(text) && GARBLED.test(text)

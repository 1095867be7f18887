/** Digits of full width and of other scripts. Nearly every cell is told by this look alone. */
const FOREIGN = /[\uff00-\uffef\u066b\u066c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?![0-9])\p{Nd}/u
/** Marks of direction, which programs for Hebrew and Arabic put beside numbers, and signs without width. */
const UNSEEN = /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const EACH = /(?![0-9])\p{Nd}/gu
const DIGIT = /^\p{Nd}$/u

/** A text with the digits of any script as 0 to 9, without signs that nobody sees, with the marks of Arabic numbers and with signs of full width as plain ones. */
export const westernDigits = (text: string): string =>
  FOREIGN.test(text)
    ? text
        .replace(UNSEEN, '')
        .normalize('NFKC')
        .replace(EACH, digit => valueIn(digit))
        .replaceAll('٬', ',')
        .replaceAll('٫', '.')
    : text

/** Unicode keeps the digits of a script in one row that begins with zero. */
function valueIn(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero--
  return String((code - zero) % 10)
}

import { type ParsedTokenInfo, Tokenizer, TokenParser, TokenType } from '@streamparser/json'
import { DEEPEST, TooDeep } from '../../shared/guard/json-depth.ts'
import { exact } from '../../shared/guard/read-json.ts'
import { keysIn, repeatedKey } from '../../shared/guard/repeated-key.ts'
import { JsonFault, type Place, placeIn } from './json-fault.ts'

const STEP: ReadonlyMap<TokenType, number> = new Map([
  [TokenType.LEFT_BRACE, 1],
  [TokenType.LEFT_BRACKET, 1],
  [TokenType.RIGHT_BRACE, -1],
  [TokenType.RIGHT_BRACKET, -1],
])

/** A value that says one thing twice, as it stands in its document. */
export interface Repeated {
  key: string
  text: string
}

const MARKS: ReadonlySet<TokenType> = new Set([TokenType.COLON, TokenType.COMMA])

/** Reads a document piece by piece and hands out what the selector names. Throws `JsonFault` with line and column. */
export class JsonDocument {
  private readonly tokenizer = new ExactTokenizer()
  private readonly parser: TokenParser
  private at = 0
  private depth = 0
  private place: Place = { line: 1, column: 1 }
  /** How deep the values lie that are handed out, and the tokens of the one that is being read. */
  private readonly level: number
  private tokens: ParsedTokenInfo[] = []
  private keys = 0

  constructor(selector: string, onValue: (value: unknown, repeated: Repeated | null) => void) {
    this.level = selector.split('.').length
    this.parser = new TokenParser({ paths: [selector], keepStack: false })
    this.parser.onValue = ({ value }) => onValue(value, keysIn(value) === this.keys ? null : this.repeated())
    this.parser.onEnd = () => {}
    this.tokenizer.onToken = token => {
      this.at = token.offset
      this.depth += STEP.get(token.token) ?? 0
      // The list of the records stands within the document.
      if (this.depth > 2 * DEEPEST) throw new TooDeep()
      this.keep(token)
      this.parser.write(token)
      if (this.depth < this.level) this.tokens = []
    }
  }

  /** The parser keeps the last of two values of one key, so what it was given is kept until the value was handed out. */
  private keep(token: ParsedTokenInfo): void {
    if (this.tokens.length === 0) {
      if (this.depth !== this.level || STEP.get(token.token) !== 1) return
      this.keys = 0
    }
    this.tokens.push(token)
    if (token.token === TokenType.COLON) this.keys++
  }

  private repeated(): Repeated | null {
    const text = this.tokens
      .map(({ token, value }) => (STEP.has(token) || MARKS.has(token) ? value : JSON.stringify(value)))
      .join('')
    const key = repeatedKey(text)
    return key === null ? null : { key, text }
  }

  push(text: string): void {
    const start = this.tokenizer.read
    try {
      this.tokenizer.write(text)
    } catch (error) {
      const message = error instanceof TooDeep ? error.message : 'The JSON is not valid here.'
      throw new JsonFault(placeIn(text, faultOf(error, this.at) - start, this.place), message)
    }
    this.tokenizer.read += Buffer.byteLength(text)
    this.place = placeIn(text, Number.POSITIVE_INFINITY, this.place)
  }

  end(): void {
    try {
      this.tokenizer.end()
    } catch {
      throw new JsonFault(this.place, 'The file ends too early.')
    }
    if (!this.parser.isEnded) throw new JsonFault(this.place, 'The file ends too early.')
  }
}

/** Byte at which the parser stumbled: it says so of characters; of whole tokens we know where the last one began. */
function faultOf(error: unknown, lastToken: number): number {
  const said = error instanceof Error ? /absolute position "(\d+)"/.exec(error.message)?.[1] : undefined
  return said === undefined ? lastToken : Number(said)
}

class ExactTokenizer extends Tokenizer {
  /** Bytes of the pieces before this one. */
  read = 0

  protected override parseNumber(text: string): number {
    // A text where a double would lose digits; the reader of the value asks for its type anyway.
    return exact(text) as number
  }
}

import { Tokenizer, TokenParser, TokenType } from '@streamparser/json'
import { DEEPEST, TooDeep } from '../../shared/guard/json-depth.ts'
import { JsonFault, type Place, placeIn } from './json-fault.ts'
import { exact } from './json-paths.ts'

const STEP: ReadonlyMap<TokenType, number> = new Map([
  [TokenType.LEFT_BRACE, 1],
  [TokenType.LEFT_BRACKET, 1],
  [TokenType.RIGHT_BRACE, -1],
  [TokenType.RIGHT_BRACKET, -1],
])

/** Reads a document piece by piece and hands out what the selector names. Throws `JsonFault` with line and column. */
export class JsonDocument {
  private readonly tokenizer = new ExactTokenizer()
  private readonly parser: TokenParser
  private at = 0
  private depth = 0
  private place: Place = { line: 1, column: 1 }

  constructor(selector: string, onValue: (value: unknown) => void) {
    this.parser = new TokenParser({ paths: [selector], keepStack: false })
    this.parser.onValue = ({ value }) => onValue(value)
    this.parser.onEnd = () => {}
    this.tokenizer.onToken = token => {
      this.at = token.offset
      this.depth += STEP.get(token.token) ?? 0
      // The list of the records stands within the document.
      if (this.depth > 2 * DEEPEST) throw new TooDeep()
      this.parser.write(token)
    }
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

import { Tokenizer, TokenParser } from '@streamparser/json'
import { JsonFault, type Place, placeIn } from './json-fault.ts'
import { exact } from './json-paths.ts'

/** Reads a document piece by piece and hands out what the selector names. Throws `JsonFault` with line and column. */
export class JsonDocument {
  private readonly tokenizer = new ExactTokenizer()
  private readonly parser: TokenParser
  private at = 0
  private place: Place = { line: 1, column: 1 }

  constructor(selector: string, onValue: (value: unknown) => void) {
    this.parser = new TokenParser({ paths: [selector], keepStack: false })
    this.parser.onValue = ({ value }) => onValue(value)
    this.parser.onEnd = () => {}
    this.tokenizer.onToken = token => {
      this.at = token.offset
      this.parser.write(token)
    }
  }

  push(text: string): void {
    const start = this.tokenizer.read
    try {
      this.tokenizer.write(text)
    } catch (error) {
      throw new JsonFault(placeIn(text, faultOf(error, this.at) - start, this.place), 'The JSON is not valid here.')
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
    // A text where a double would lose digits; whoever reads the value asks for its type anyway.
    return exact(text) as number
  }
}

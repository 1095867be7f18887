import { type SampleShape, STREAM } from './episode.ts'
import { random } from './prng.ts'

/**
 * Numbers that regulators keep for fiction (Ofcom, NANPA, Bundesnetzagentur, Arcep, ACMA), so that nobody is rung up by
 * mistake; `#` is a digit. Countries without such numbers have none here.
 */
const FICTION: Readonly<Record<string, string>> = {
  GB: '+44 20 7946 0###',
  US: '+1 202 555 01##',
  CA: '+1 613 555 01##',
  DE: '+49 30 23125 ###',
  FR: '+33 1 99 00 ## ##',
  AU: '+61 2 5550 ####',
}

/** The phone number of a contact; nobody's, and null for some. */
export function phoneOf(seed: SampleShape['seed'], index: number, n: number, country: string): string | null {
  const draw = random(seed, index, STREAM.contacts, 1 + n)
  const form = FICTION[country]
  if (form === undefined || draw.chance(0.15)) return null
  return form.replace(/#/g, () => String(draw.int(0, 9)))
}

/** What tickets say, by topic. A part of them is written by people who chose the wrong one. */
const SAID = {
  delivery: ['my parcel has not arrived', 'where is my parcel', 'the delivery is late', 'courier lost the package'],
  invoice: ['wrong amount on the invoice', 'refund for a wrong invoice', 'I was charged twice', 'need an invoice copy'],
  login: ['cannot log in', 'password reset does not work', 'locked out of my account', 'two factor code is missing'],
} as const
const AROUND = ['please help', 'this is urgent', 'thanks in advance', 'for the second time', 'since yesterday', 'hello']

/** Tagged texts of one person each; one in eight is about something else than its tag says. */
export function randomTickets(count: number, random: () => number) {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const topics = Object.keys(SAID) as (keyof typeof SAID)[]
  const rows = Array.from({ length: count }, () => {
    const topic = pick(topics)
    const about = random() < 0.125 ? pick(topics) : topic
    return { topic, text: `${pick(AROUND)} ${pick(SAID[about])} ${pick(AROUND)}` }
  })
  return { texts: rows.map(({ text }) => text), topics: rows.map(({ topic }) => topic), people: [...rows.keys()] }
}

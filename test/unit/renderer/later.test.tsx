import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { later } from '../../../renderer/state/desk/later.tsx'

const Waiting = () => <i>…</i>
const Screen = ({ name }: { name: string }) => <b>{name}</b>

it('a part whose code was fetched before is drawn in the first go', async () => {
  const Part = later(async () => Screen, Waiting)
  expect(renderToStaticMarkup(<Part name="Review" />)).toBe('<i>…</i>')
  await Part.fetch()
  expect(renderToStaticMarkup(<Part name="Review" />)).toBe('<b>Review</b>')
})

it('code that could not be fetched is asked for once more, and then no more', async () => {
  let asked = 0
  const Part = later(async () => {
    asked++
    if (asked === 1) throw new Error('the server is gone')
    return Screen
  }, Waiting)
  await expect(Part.fetch()).rejects.toThrow('gone')
  expect(renderToStaticMarkup(<Part name="Review" />)).toBe('<i>…</i>')
  await Part.fetch()
  await Part.fetch()
  expect([asked, renderToStaticMarkup(<Part name="Review" />)]).toEqual([2, '<b>Review</b>'])
})

import { notifications, notificationsStore } from '@mantine/notifications'
import { ORPCError } from '@orpc/client'
import { beforeEach, expect, it } from 'vitest'
import { failureOf } from '../../../renderer/api/errors.ts'
import { hideFailure, toast, toastFailure } from '../../../renderer/parts/toast.tsx'

beforeEach(() => notifications.clean())

const shown = () => notificationsStore.getState().notifications.length
const stopped = () => new Error('The engine stopped')

it('a failure that its own card says is not said by a toast as well', () => {
  for (const error of [
    stopped(),
    new ORPCError('FAILED', { data: { kind: 'invalid', what: 'a', why: 'b', todo: 'c' } }),
  ]) {
    toastFailure(failureOf(error))
    expect(shown()).toBe(1)
    hideFailure(failureOf(error))
    expect(shown()).toBe(0)
  }
})

it('a failed command stays said where something else failed in the same words', () => {
  // The engine stops: the message in the making cannot be read, and nobody knows whether the last one was started.
  toastFailure(failureOf(stopped()))
  hideFailure(failureOf(stopped()))
  expect(shown()).toBe(1)
})

it('a command that fails again says so again, with its newest reason', () => {
  const failed = (why: string) =>
    toastFailure({ kind: 'io', what: 'The file was not saved.', why, todo: 'Free space.' })
  failed('The disk is full.')
  const [first] = notificationsStore.getState().notifications
  failed('The disk has gone.')
  const { notifications: now } = notificationsStore.getState()
  expect(now.map(({ message }) => message)).toEqual(['The disk has gone. Free space.'])
  // Another toast, because one that stays as it was is no answer to a second press.
  expect(now[0]?.id).not.toBe(first?.id)
})

it('an answer is shown at once, however many failures are on screen, and none of those is lost', () => {
  const whats = Array.from({ length: 7 }, (_, n) => `${n} failed.`)
  for (const what of whats) toastFailure({ kind: 'io', what, why: '', todo: '' })
  toast('Select an issue first')
  const { notifications: now, queue } = notificationsStore.getState()
  expect(now.some(({ title }) => title === undefined)).toBe(true)
  expect([...now, ...queue].flatMap(({ title }) => title ?? [])).toHaveLength(whats.length)
})

import { expect, it } from 'vitest'
import { requestTarget } from '../../../shared/request-target.ts'

const HERE = 'http://127.0.0.1:4000'

it.each(['/', '/?token=a', '/assets/a.js', '/%2e%2e/x', '/a//b'])('%s is an address of this server', line =>
  expect(requestTarget(line, HERE)?.origin).toBe(HERE),
)

it.each(['//', '//[', '//other.example/', '*', '', 'http://127.0.0.1:4000/', '[', undefined])(
  '%j names none, and does not throw',
  line => expect(requestTarget(line, HERE)).toBeNull(),
)

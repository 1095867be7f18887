import type { LookupFunction } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { forbiddenAddress, isAllowedHost } from '../../../main/http/address.ts'
import { createHttp, type Http, type HttpOptions } from '../../../main/http/http.ts'
import { aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'

const open: (Http | Loopback)[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await ('close' in each ? each.close() : each.stop())
})

const client = (options: HttpOptions) => {
  const http = createHttp(options)
  open.push(http)
  return http
}
const answering = async () => {
  const server = await aLoopbackServer((_ask, res) => json(res, 'secret of this machine'))
  open.push(server)
  return server
}
/** A name server that gives these addresses, one set for each question. */
const names = (...answers: string[][]): LookupFunction => {
  let asked = 0
  return (_host, options, done) => {
    const found = (answers[Math.min(asked++, answers.length - 1)] ?? []).map(address => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }))
    if (options.all) done(null, found)
    else done(null, found[0]?.address ?? '', found[0]?.family ?? 4)
  }
}

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '127.255.0.3',
    '0.0.0.0',
    '10.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '198.18.0.1',
    '::1',
    '::',
    'fe80::1',
    'fec0::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    '2001:db8::1',
    'not an address',
  ])('%s is refused', address => expect(forbiddenAddress(address)).not.toBeNull())

  it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    '%s is public',
    address => expect(forbiddenAddress(address)).toBeNull(),
  )

  it('is allowed by its name, with or without the port, and nothing near it', () => {
    expect(isAllowedHost(['Intern.example'], 'intern.example', '443')).toBe(true)
    expect(isAllowedHost(['intern.example:8443'], 'intern.example', '443')).toBe(false)
    expect(isAllowedHost(['[::1]:8080', '::2'], '[::1]', '8080')).toBe(true)
    expect(isAllowedHost(['[::1]:8080', '::2'], '::2', '1')).toBe(true)
    expect(isAllowedHost(['example'], 'intern.example', '443')).toBe(false)
  })
})

describe('the guard', () => {
  it('refuses this machine in every spelling, before anything is sent', async () => {
    const server = await answering()
    const http = client({})
    const hosts = [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '127.0.0.1.',
      '[::ffff:127.0.0.1]',
      '[::1]',
    ]
    for (const host of [...hosts, 'localhost']) {
      const outcome = await http.request({ url: `https://${host}:${server.port}/` })
      expect(outcome.ok ? '' : outcome.trouble, host).toMatchObject({ kind: 'refused_address', sent: false })
    }
    expect(server.asked).toHaveLength(0)
  })

  it('asks nobody without TLS unless the host is allowed', async () => {
    const http = client({ lookup: names(['93.184.215.14']) })
    const outcome = await http.request({ url: 'http://shop.example/' })
    expect(outcome.ok ? '' : outcome.trouble).toMatchObject({ kind: 'refused_address', sent: false })
  })

  it('looks at the address that it connects to, so that a name which changes its answer gains nothing', async () => {
    const server = await answering()
    for (const answers of [[['127.0.0.1']], [['::ffff:127.0.0.1']], [['169.254.169.254', '127.0.0.1']]]) {
      const http = client({ lookup: names(...answers) })
      const outcome = await http.request({ url: `https://rebinding.example:${server.port}/` })
      expect(outcome.ok ? '' : outcome.trouble).toMatchObject({ kind: 'refused_address', sent: false })
    }
    expect(server.asked).toHaveLength(0)
  })

  it('connects to the public address alone where a name has a private one beside it', async () => {
    const tried: string[] = []
    const lookup = names(['10.1.2.3', '203.0.113.9', '1.2.3.4'])
    const http = client({
      connectMs: 50,
      lookup: (host, options, done) =>
        lookup(host, options, (error, found, family) => {
          if (Array.isArray(found)) tried.push(...found.map(each => each.address))
          done(error, found, family)
        }),
    })
    const outcome = await http.request({ url: 'https://mixed.example:9/' })
    // Whether 1.2.3.4 answers is not known here; that it was not refused is.
    expect(outcome.ok ? 'answer' : outcome.trouble.kind).not.toBe('refused_address')
    expect(tried).toContain('10.1.2.3')
  })

  it('lets an allowed host through by name, whatever its address, and no other port of it', async () => {
    const server = await answering()
    const other = await answering()
    const http = client({ allowedHosts: [`intern.example:${server.port}`], lookup: names(['127.0.0.1']) })
    expect((await http.request({ url: `http://intern.example:${server.port}/` })).ok).toBe(true)
    expect((await http.request({ url: `https://intern.example:${other.port}/` })).ok).toBe(false)
    expect(other.asked).toHaveLength(0)
  })
})

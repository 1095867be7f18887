import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract'
import type { CallMeta } from '../../shared/contract/call.ts'
import { contract } from '../../shared/contract/whole/contract.ts'
import { readJson } from '../../shared/guard/read-json.ts'
import { FailureError } from '../../shared/result.ts'

interface Listed {
  name: string
  about: string
}

const metaOf = (procedure: AnyContractProcedure): CallMeta => procedure['~orpc'].meta as CallMeta

/** Every procedure of the contract with its line of help. */
export function listCalls(node: object = contract, prefix = ''): Listed[] {
  return Object.entries(node).flatMap(([key, value]) => {
    const name = prefix ? `${prefix}.${key}` : key
    if (isContractProcedure(value)) return [{ name, about: metaOf(value).about ?? '' }]
    return typeof value === 'object' && value !== null ? listCalls(value, name) : []
  })
}

/** Calls `group.procedure` of a client with an input written as JSON. */
export async function callByName(client: object, name: string, json: string | undefined): Promise<unknown> {
  if (!listCalls().some(call => call.name === name)) throw unknownCall(name)
  if (name === 'source.setSecret' || name === 'channel.setSecret') throw noKeychain(name)
  const procedure = name.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], client)
  return (procedure as (input: unknown) => Promise<unknown>)(parseInput(name, json))
}

/** Without a keychain, a credential would be lost when the command ends, but would stay in the shell's history. */
const noKeychain = (name: string) => {
  const variable = name === 'source.setSecret' ? 'FORESTALL_SOURCE_<id>_<NAME>' : 'FORESTALL_CHANNEL_<ID>_PASSWORD'
  return new FailureError({
    kind: 'refused',
    what: 'The credential was not saved.',
    why: 'The command line has no keychain.',
    todo: `Set ${variable} in the environment of each command that needs the credential, or enter the credential in the console.`,
  })
}

function parseInput(name: string, json: string | undefined): unknown {
  if (json === undefined) return name === 'changes' ? undefined : {}
  try {
    return readJson(json)
  } catch (error) {
    throw new FailureError({
      kind: 'invalid',
      what: `The argument of ${name} is not JSON.`,
      why: error instanceof Error ? `${error.message.replace(/\.$/, '')}.` : '',
      todo: `Write JSON in single quotes, for example '{"limit":10}'.`,
    })
  }
}

const unknownCall = (name: string) =>
  new FailureError({
    kind: 'not_found',
    what: `There is no procedure ${name}.`,
    why: 'The contract has no procedure of that name.',
    todo: 'Run `forestall calls` to list all procedures.',
  })

import { type ClientLink, createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query'
import { MutationCache, QueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Contract } from '../../shared/contract/whole/contract.ts'
import { toastFailure } from '../parts/toast.tsx'
import { failureOf } from './errors.ts'
import type { Activity } from './gate.ts'

export type Client = ContractRouterClient<Contract>
export type Api = RouterUtils<Client>

/** What a screen needs for queries and commands. One for each page; tests make their own. */
export interface Engine {
  client: Client
  api: Api
  queries: QueryClient
  activity: Activity
}

/** An answer that no screen shows is kept for so long: the engine has it again within a few milliseconds, ms. */
const UNSEEN_MS = 15_000

/** What is asked ahead for a screen is kept until a person opens it, for so long, ms. */
export const AHEAD = { gcTime: 600_000 }

/** Builds the typed client over a link. Local data is never offline and never stale by age, and is not retried. */
export function createEngineClient(link: ClientLink<Record<never, never>>): Engine {
  const client: Client = createORPCClient(link)
  const activity: Activity = { command: 0, input: 0 }
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: UNSEEN_MS,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
    mutationCache: new MutationCache({
      onMutate: () => {
        activity.command = Date.now()
      },
      onSettled: () => {
        activity.command = Date.now()
      },
      onError: (error, _input, _context, mutation) => {
        if (mutation.meta?.quiet !== true) toastFailure(failureOf(error))
      },
    }),
  })
  return { client, api: createTanstackQueryUtils(client), queries, activity }
}

const EngineContext = createContext<Engine | null>(null)
export const EngineProvider = EngineContext.Provider

/** The engine that this part of the page speaks to. */
export function useEngine(): Engine {
  const engine = useContext(EngineContext)
  if (!engine) throw new Error('no engine above this part')
  return engine
}

/** Query and mutation options of every call. */
export const useApi = (): Api => useEngine().api

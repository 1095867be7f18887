import { describe, expect, it } from 'vitest'
import { cellParser } from '../../../main/record/cells/parse-cell.ts'
import { guessColumns } from '../../../main/record/guess.ts'
import { headed } from '../../../main/record/proposal/headed.ts'
import { proposalNotes } from '../../../main/record/proposal/notes.ts'
import { proposeStream } from '../../../main/record/propose.ts'
import type { Mapping, Mappings } from '../../../shared/source/mapping.ts'

const columnsOf = (head: string, rows: readonly string[]) =>
  guessColumns(
    head.split(';'),
    rows.map(row => row.split(';')),
  )
const fieldOf = (ref: unknown) => (typeof ref === 'object' && ref !== null && 'field' in ref ? ref.field : ref)
const records = (mapping: Mappings | undefined): readonly Mapping[] => (mapping ? [mapping].flat() : [])

/** Lists of customers as people keep them: each names its id, its company, an address, a person, the monthly revenue, the end of the contract and the beginning. */
const LISTS: readonly (readonly [file: string, head: string, numbers: string, dates: string])[] = [
  [
    'customers.csv',
    'Customer no;Company;Email;Contact;Revenue/month (€);Contract end;Customer since',
    '1234.50',
    'ymd',
  ],
  ['Kunden.csv', 'Kunden-Nr.;Firma;E-Mail;Ansprechpartner;Umsatz/Monat (€);Vertragsende;Kunde seit', '1.234,50', 'dmy'],
  [
    'Kundenliste.csv',
    'Kdnr;Kunde;E-Mail-Adresse;Kontaktperson;Monatlicher Umsatz (€);Laufzeit bis;Vertrag seit',
    '1.234,50',
    'dmy',
  ],
  [
    'clients.csv',
    'N° client;Société;Courriel;Personne de contact;CA mensuel (€);Fin de contrat;Client depuis',
    '1 234,50',
    'dmy',
  ],
  [
    'clientes.csv',
    'ID cliente;Empresa;Correo;Persona de contacto;Ingresos mensuales (€);Fin de contrato;Cliente desde',
    '1.234,50',
    'dmy',
  ],
  [
    'clienti.csv',
    'Codice cliente;Azienda;Email;Referente;Ricavo mensile (€);Scadenza contratto;Cliente dal',
    '1.234,50',
    'dmy',
  ],
  [
    'clientes.csv',
    'Código do cliente;Empresa;E-mail;Pessoa de contato;Receita mensal (R$);Fim do contrato;Cliente desde',
    '1.234,50',
    'dmy',
  ],
  [
    'klanten.csv',
    'Klantnummer;Bedrijf;E-mail;Contactpersoon;Omzet per maand (€);Einde contract;Klant sinds',
    '1.234,50',
    'dmy',
  ],
  ['kunder.csv', 'Kundnr;Företag;E-post;Kontaktperson;Intäkt/månad (SEK);Avtalsslut;Kund sedan', '1234,50', 'ymd'],
  [
    'kunder.csv',
    'Kundenr;Virksomhed;E-mail;Kontaktperson;Omsætning/måned (DKK);Aftalens udløb;Kunde siden',
    '1.234,50',
    'dmy',
  ],
  [
    'klienci.csv',
    'Numer klienta;Firma;E-mail;Osoba kontaktowa;Przychód miesięczny (PLN);Koniec umowy;Klient od',
    '1234,50',
    'ymd',
  ],
  [
    'клиенты.csv',
    'Номер клиента;Компания;Почта;Контактное лицо;Выручка в месяц (RUB);Окончание договора;Клиент с',
    '1234,50',
    'dmy',
  ],
  [
    'müşteriler.csv',
    'Müşteri no;Şirket;E-posta;Yetkili kişi;Aylık gelir (TRY);Sözleşme bitiş tarihi;Müşteri olma tarihi',
    '1.234,50',
    'dmy',
  ],
]
const DAYS = { ymd: ['2026-12-31', '2024-02-01'], dmy: ['31.12.2026', '01.02.2024'] } as const

describe('a list of customers in the language of the people who keep it', () => {
  it.for(LISTS)('%s: %s', ([file, head, amount, order]) => {
    const [end, since] = DAYS[order as keyof typeof DAYS]
    const rows = ['K1;Ada GmbH;ada@a.example;Ada Rossi', 'K2;Bob AG;bob@b.example;Bo Li'].map(
      row => `${row};${amount};${end};${since}`,
    )
    const columns = columnsOf(head, rows)
    const [account, contact] = records(proposeStream(file, columns)?.mapping)
    const [id, name, email, person, revenue, contract, beginning] = head.split(';')
    if (account?.record !== 'account' || contact?.record !== 'contact')
      throw new Error(`no account and no contact: ${head}`)
    const { mrr, renewsAt, signedUpAt, properties } = account
    expect([account.id, account.name, mrr, renewsAt, signedUpAt].map(fieldOf)).toEqual([
      id,
      name,
      revenue,
      contract,
      beginning,
    ])
    expect([contact.name, contact.email].map(fieldOf)).toEqual([person, email])
    expect(properties).toEqual({})
    // A contract may also end for good, so a person is told how its end is read.
    expect(proposalNotes([account, contact], headed(columns))).toContainEqual({
      column: contract,
      note: expect.stringMatching(/read as the next renewal/),
    })
  })

  it('reads the language of the person behind the address', () => {
    const columns = columnsOf('Kundennummer;Firma;E-Mail;Sprache', [
      'K1;Ada GmbH;ada@a.example;de',
      'K2;Bob AG;bob@b.example;fr',
    ])
    expect(records(proposeStream('Kunden.csv', columns)?.mapping)[1]).toMatchObject({ locale: { field: 'Sprache' } })
  })

  it.for(['unbefristet', 'Offen', 'open-ended', 'Tillsvidare', '無期限'])(
    'reads a contract until “%s” as one without an end',
    cell => {
      const read = cellParser({ type: 'date', format: 'dd.mm.yyyy' }, true)
      expect(read(cell)).toEqual({ value: null })
      expect(read(`${cell} 2026`)).toHaveProperty('unfit')
      // An amount of that name has no value that could be read.
      expect(cellParser({ type: 'number' }, false)(cell)).toHaveProperty('unfit')
    },
  )

  it('takes no revenue of an unnamed time, and no end of another period, for what an account pays and renews', () => {
    const columns = columnsOf('Kundennummer;Firma;Umsatz (€);period_end;Kündigungsfrist', [
      'K1;Ada GmbH;1.234,50;2026-12-31;2026-12-01',
      'K2;Bob AG;99,00;2027-06-30;2027-05-01',
    ])
    const [account] = records(proposeStream('Kunden.csv', columns)?.mapping)
    expect(account).not.toHaveProperty('mrr')
    expect(account).not.toHaveProperty('renewsAt')
  })
})

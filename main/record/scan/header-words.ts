import { madeOnce } from '../../../shared/text/made-once.ts'
import { snake } from './snake.ts'

/**
 * Headers that are plain in another language, as English names. Data: what a runtime knows of languages must not decide
 * what a column is. A word that has two meanings there, such as 更新日 (renewed or updated), is left out.
 */
const WORDS: Readonly<Record<string, string>> = {
  customer_id:
    'kundennummer kunden_nummer kundennr kunden_nr kunden_id kdnr kd_nr numéro_client numéro_de_client n_client id_client identifiant_client code_client kundnummer kundnr kund_nr kund_id kundenummer kunde_id id_cliente número_de_cliente código_cliente código_do_cliente codice_cliente numero_cliente klantnummer klant_id 顧客id 顧客番号 顧客コード 会員番号 会員id müşteri_no müşteri_numarası müşteri_kodu müşteri_id numer_klienta nr_klienta id_klienta номер_клиента id_клиента kundenr kundnummer kunde_nr',
  customer: 'kunde kund cliente klant 顧客 müşteri klient клиент',
  customer_name:
    'kundenname nom_client nom_du_client kundnamn kundenavn nombre_del_cliente nome_cliente klantnaam 顧客名 müşteri_adı müşteri_ismi nazwa_klienta имя_клиента название_клиента',
  company:
    'firma firmenname unternehmen société entreprise raison_sociale företag företagsnamn virksomhed empresa razón_social azienda ragione_sociale bedrijf bedrijfsnaam 会社 会社名 企業名 şirket şirket_adı firma_adı unvan nazwa_firmy компания название_компании',
  name: 'nom namn navn nombre nome naam 名前 氏名 お名前 ad isim adı ad_soyad adı_soyadı nazwa название имя фио',
  first_name: 'vorname prénom förnamn fornavn nombre_de_pila voornaam 名',
  last_name:
    'nachname familienname nom_de_famille efternamn etternavn efternavn apellido apellidos cognome sobrenome achternaam 姓',
  email:
    'e_mail_adresse mailadresse courriel adresse_e_mail adresse_email adresse_courriel e_post epost e_postadress epostadresse correo correo_electrónico indirizzo_e_mail e_mailadres メール メールアドレス eメール e_posta eposta e_posta_adresi adres_e_mail почта электронная_почта',
  phone: 'telefon telefonnummer téléphone teléfono telefono telefoon 電話番号 telefon_numarası numer_telefonu телефон',
  country: 'land pays país paese 国 国名 ülke kraj страна',
  plan: 'tarif forfait formule abonnement abonnemang abonnement_type プラン',
  currency: 'währung devise valuta moneda moeda 通貨 para_birimi waluta валюта',
  amount:
    'betrag gesamtbetrag summe montant montant_total belopp beløb beløp importe importo bedrag 金額 合計金額 tutar toplam_tutar kwota сумма',
  mrr: 'monatsumsatz monatlicher_umsatz monatsgebühr monatsbetrag revenu_mensuel revenu_récurrent_mensuel ca_mensuel månadsintäkt månadsintäkter månadsbelopp ingresos_mensuales ricavi_mensili 月額 月額料金 aylık_gelir aylık_ücret miesięczny_przychód opłata_miesięczna ежемесячный_доход абонентская_плата umsatz_monatlich monatlicher_erlös chiffre_d_affaires_mensuel revenus_mensuels ingreso_mensual facturación_mensual ricavo_mensile fatturato_mensile receita_mensal faturamento_mensal omzet_maandelijks maandomzet månadsomsättning månedsomsætning månedlig_omsetning månedlig_omsætning przychód_miesięczny выручка_в_месяц доход_в_месяц',
  status: 'statut estado stato ステータス 状態 durum статус',
  created_at:
    'erstellt erstellt_am erstelldatum angelegt_am anlagedatum créé_le date_de_création date_création date_d_inscription inscrit_le skapad skapad_den skapad_datum registrerad oprettet opprettet creado creado_el fecha_de_creación fecha_de_alta data_creazione data_di_creazione criado_em data_de_criação aangemaakt aangemaakt_op 作成日 作成日時 登録日 登録日時 kayıt_tarihi oluşturma_tarihi data_utworzenia data_rejestracji дата_регистрации дата_создания vertrag_seit angemeldet_am',
  start_date:
    'vertragsbeginn startdatum beginn date_de_début fecha_de_inicio data_inizio 開始日 契約開始日 başlangıç_tarihi data_rozpoczęcia дата_начала',
  renewal_date:
    'verlängerung verlängerungsdatum verlängert_am date_de_renouvellement renouvellement förnyas förnyelsedatum fecha_de_renovación data_rinnovo 契約更新日 yenileme_tarihi data_odnowienia дата_продления',
  cancelled_at:
    'gekündigt_am kündigungsdatum date_de_résiliation résilié_le uppsagd fecha_de_cancelación 解約日 iptal_tarihi data_rezygnacji дата_отмены',
  closed_at: 'geschlossen_am gelöst_am clôturé_le fermé_le stängd lukket cerrado_el 完了日 クローズ日',
  due_date:
    'fällig fällig_am fälligkeitsdatum fälligkeit échéance date_d_échéance förfallodatum forfaldsdato forfallsdato fecha_de_vencimiento vencimiento scadenza data_scadenza vervaldatum 期限 支払期限 納期 vade_tarihi son_ödeme_tarihi termin_płatności срок_оплаты',
  date: 'datum fecha data 日付 tarih дата',
  time: 'uhrzeit heure hora ora 時刻 時間',
  order_id:
    'bestellnummer bestell_nr auftragsnummer auftrags_nr numéro_de_commande n_commande ordernummer ordrenummer número_de_pedido numero_ordine 注文番号 注文id sipariş_no sipariş_numarası numer_zamówienia номер_заказа',
  order_date:
    'bestelldatum auftragsdatum date_de_commande orderdatum fecha_de_pedido data_ordine 注文日 注文日時 sipariş_tarihi data_zamówienia дата_заказа',
  invoice_id:
    'rechnungsnummer rechnungs_nr numéro_de_facture n_facture fakturanummer número_de_factura 請求書番号 fatura_no fatura_numarası numer_faktury номер_счёта номер_счета',
  ticket_id: 'ticketnummer ticket_nr numéro_de_ticket ärendenummer チケット番号 チケットid',
  time_zone: 'zeitzone fuseau_horaire tidszon zona_horaria fuso_orario tijdzone タイムゾーン',
  language: 'sprache langue språk sprog idioma lingua taal 言語',
  owner: 'betreuer kundenbetreuer 担当者',
  unsubscribed:
    'abgemeldet newsletter_abgemeldet werbesperre werbewiderspruch désabonné désinscrit avregistrerad baja dado_de_baja disiscritto uitgeschreven 配信停止 수신거부',
  consent:
    'einwilligung werbeeinwilligung newsletter_einwilligung einwilligung_e_mail e_mail_werbung_erlaubt consentement samtycke consentimiento consenso 同意 メール許可',
  customers:
    'kunden firmen kunder clientes clienti klanten 顧客一覧 顧客リスト kundenliste kundenstamm kundenstammdaten liste_clients müşteriler klienci клиенты',
  orders: 'bestellungen aufträge commandes beställningar ordrar pedidos ordini bestellingen 注文',
  invoices: 'rechnungen factures fakturor facturas fatture facturen 請求書',
  contacts: 'kontakte kontakter contactos contatti contacten 連絡先',
  customer_since:
    'kunde_seit kundin_seit kunde_ab client_depuis client_e_depuis cliente_desde cliente_dal klant_sinds kund_sedan kunde_siden kunde_fra klient_od клиент_с müşteri_olma_tarihi müşterilik_başlangıcı',
  contact_person:
    'ansprechpartner ansprechpartnerin ansprechperson kontaktperson personne_de_contact interlocuteur persona_de_contacto pessoa_de_contato pessoa_de_contacto persona_di_contatto referente contactpersoon osoba_kontaktowa контактное_лицо yetkili_kişi ilgili_kişi',
  contract_end:
    'vertragsende vertragsablauf vertrag_bis vertrag_endet_am vertragslaufzeit_bis laufzeit_bis laufzeitende fin_de_contrat fin_du_contrat date_de_fin_de_contrat date_fin_contrat échéance_contrat échéance_du_contrat fin_de_contrato fin_del_contrato fecha_fin_contrato fecha_de_fin_de_contrato vencimiento_contrato vencimiento_del_contrato scadenza_contratto scadenza_del_contratto fine_contratto data_fine_contratto fim_do_contrato fim_de_contrato término_do_contrato vencimento_do_contrato einde_contract contracteinde einddatum_contract contract_einddatum avtalsslut avtalet_slutar kontraktsslut kontraktslut aftalens_udløb aftale_udløber kontraktudløb kontrakt_udløber avtaleslutt avtalen_utløper koniec_umowy data_końca_umowy umowa_do sözleşme_bitişi sözleşme_bitiş_tarihi окончание_договора дата_окончания_договора договор_до 契約終了日 契約満了日',
  revenue:
    'umsatz erlös chiffre_d_affaires ca ingresos ricavo ricavi receita faturamento omzet omsättning omsætning omsetning intäkt intäkter inntekt przychód obrót gelir выручка доход',
}

/** Turkish capitals are written small with a dot by some programs and without by others: KAYIT is kayıt or kayit. */
const undotted = (word: string): string => word.replaceAll('ı', 'i')

const english = madeOnce(
  () =>
    new Map(
      Object.entries(WORDS).flatMap(([english, others]) =>
        others.split(' ').map(word => [undotted(word), english] as const),
      ),
    ),
)

/** Types that MongoDB writes behind a name: `mrr.$numberDecimal`, `createdAt.$date.$numberLong`. */
const OF_MONGO = /(\.\$(number(Decimal|Long|Int|Double)|date|oid))+$/

/** What a column or a file is called, in the words that proposals look for: `Kundennummer` is `customer_id`. */
export function headOf(name: string): string {
  const own = undotted(snake(name.replace(OF_MONGO, '').normalize('NFC')))
  return english().get(own) ?? own
}

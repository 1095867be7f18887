/**
 * The countries of ISO 3166-1 (as of 2024): codes of two and three letters, the English name, and others that exports write.
 * Data, because what a runtime knows of regions must not decide which country is meant.
 */
export const COUNTRIES = `
AD AND Andorra
AE ARE United Arab Emirates=UAE=Vereinigte Arabische Emirate=Émirats arabes unis=Emiratos Árabes Unidos=Emirati Arabi Uniti=Verenigde Arabische Emiraten=Emirados Árabes Unidos=Förenade Arabemiraten=Zjednoczone Emiraty Arabskie=Forenede Arabiske Emirater=De forente arabiske emirater
AF AFG Afghanistan|AG ATG Antigua and Barbuda|AI AIA Anguilla|AL ALB Albania|AM ARM Armenia|AO AGO Angola
AQ ATA Antarctica|AR ARG Argentina=Argentinien=Argentine=Argentinië=Argentyna|AS ASM American Samoa
AT AUT Austria=Österreich=Autriche=Oostenrijk=Österrike=Østrig=Østerrike|AU AUS Australia=Australien=Australie
AW ABW Aruba|AX ALA Åland Islands|AZ AZE Azerbaijan|BA BIH Bosnia and Herzegovina|BB BRB Barbados|BD BGD Bangladesh
BE BEL Belgium=België=Belgique=Belgien=Bélgica=Belgio=Belgia|BF BFA Burkina Faso
BG BGR Bulgaria=България=Bulgarien=Bulgarie=Bulgarije=Bułgaria|BH BHR Bahrain|BI BDI Burundi|BJ BEN Benin
BL BLM Saint Barthélemy|BM BMU Bermuda|BN BRN Brunei Darussalam=Brunei|BO BOL Bolivia|BQ BES Bonaire
BR BRA Brazil=Brasil=Brasilien=Brésil=Brasile=Brazilië=Brazylia|BS BHS Bahamas=The Bahamas|BT BTN Bhutan
BV BVT Bouvet Island|BW BWA Botswana|BY BLR Belarus|BZ BLZ Belize|CA CAN Canada=Kanada|CC CCK Cocos (Keeling) Islands
CD COD DR Congo=Democratic Republic of the Congo|CF CAF Central African Republic|CG COG Congo-Brazzaville=Republic of the Congo
CH CHE Switzerland=Schweiz=Suisse=Svizzera=Suiza=Zwitserland=Suíça=Szwajcaria=Sveits|CI CIV Côte d'Ivoire=Ivory Coast
CK COK Cook Islands|CL CHL Chile=Chili=Cile|CM CMR Cameroon|CN CHN China=中国=Chine=Cina=Kina=Chiny
CO COL Colombia=Kolumbien=Colombie=Kolumbia|CR CRI Costa Rica|CU CUB Cuba|CV CPV Cabo Verde=Cape Verde|CW CUW Curaçao
CX CXR Christmas Island|CY CYP Cyprus
CZ CZE Czechia=Czech Republic=Česko=Česká republika=Tschechien=Tchéquie=Chequia=Cechia=Tsjechië=Tjeckien=Czechy=Tjekkiet=Tsjekkia
DE DEU Germany=BRD=ドイツ=독일=Federal Republic of Germany=Deutschland=Allemagne=Alemania=Germania=Duitsland=Alemanha=Tyskland=Niemcy
DJ DJI Djibouti|DK DNK Denmark=Dänemark=Dinamarca=Danimarca=Denemarken=Danmark=Dania|DM DMA Dominica
DO DOM Dominican Republic|DZ DZA Algeria|EC ECU Ecuador|EE EST Estonia=Eesti=Estland=Estonie
EG EGY Egypt=مصر=Ägypten=Égypte=Egipto=Egitto=Egito=Egypten=Egipt|EH ESH Western Sahara|ER ERI Eritrea
ES ESP Spain=Spanien=Espagne=España=Spagna=Spanje=Espanha=Hiszpania=Spania|ET ETH Ethiopia
FI FIN Finland=Suomi=Finnland=Finlande=Finlandia|FJ FJI Fiji|FK FLK Falkland Islands (Malvinas)=Falkland Islands
FM FSM Micronesia|FO FRO Faroe Islands|FR FRA France=Frankreich=Francia=Frankrijk=França=Frankrike=Francja=Frankrig
GA GAB Gabon
GB GBR United Kingdom=Great Britain=UK=England=Scotland=Wales=Northern Ireland=Britain=Vereinigtes Königreich=Royaume-Uni=Reino Unido=Regno Unito=Verenigd Koninkrijk=Förenade kungariket=Wielka Brytania=Storbritannien=Storbritannia
GD GRD Grenada|GE GEO Georgia|GF GUF French Guiana|GG GGY Guernsey|GH GHA Ghana|GI GIB Gibraltar|GL GRL Greenland
GM GMB Gambia=The Gambia|GN GIN Guinea|GP GLP Guadeloupe|GQ GNQ Equatorial Guinea
GR GRC Greece=Hellas=Ελλάδα=Griechenland=Grèce=Grecia=Griekenland=Grekland=Grecja=Grækenland
GS SGS South Georgia and the South Sandwich Islands|GT GTM Guatemala|GU GUM Guam|GW GNB Guinea-Bissau|GY GUY Guyana
HK HKG Hong Kong=Hong Kong SAR China=Hong Kong SAR=Hongkong|HM HMD Heard Island and McDonald Islands|HN HND Honduras
HR HRV Croatia=Hrvatska=Kroatien=Croatie=Croacia=Croazia=Kroatië=Chorwacja=Kroatia|HT HTI Haiti
HU HUN Hungary=Magyarország=Ungarn=Hongrie=Hungría=Ungheria=Hongarije=Ungern=Węgry
ID IDN Indonesia=Indonesien=Indonésie=Indonezja
IE IRL Ireland=Éire=Republic of Ireland=Irland=Irlande=Irlanda=Ierland=Irlandia|IL ISR Israel=ישראל=Israele=Izrael
IM IMN Isle of Man|IN IND India=Indien=Inde=Indie|IO IOT British Indian Ocean Territory|IQ IRQ Iraq|IR IRN Iran
IS ISL Iceland=Ísland=Islande=Islandia=Islanda=IJsland|IT ITA Italy=Italien=Italie=Italia=Włochy|JE JEY Jersey
JM JAM Jamaica|JO JOR Jordan|JP JPN Japan=日本=Japon=Giappone=Japão=Japonia|KE KEN Kenya|KG KGZ Kyrgyzstan
KH KHM Cambodia|KI KIR Kiribati|KM COM Comoros|KN KNA Saint Kitts and Nevis|KP PRK North Korea
KR KOR Korea=Korea, Republic of=韓国=South Korea=Republic of Korea=대한민국=한국=Südkorea=Corée du Sud=Corea del Sud=Zuid-Korea=Coreia do Sul=Sydkorea=Korea Południowa=Sør-Korea
KW KWT Kuwait|KY CYM Cayman Islands|KZ KAZ Kazakhstan|LA LAO Laos=Lao People's Democratic Republic|LB LBN Lebanon
LC LCA Saint Lucia|LI LIE Liechtenstein|LK LKA Sri Lanka|LR LBR Liberia|LS LSO Lesotho
LT LTU Lithuania=Lietuva=Litauen=Lituanie=Lituania=Litouwen=Litwa
LU LUX Luxembourg=Luxemburg=Luxemburgo=Lussemburgo=Luksemburg
LV LVA Latvia=Latvija=Lettland=Lettonie=Letonia=Lettonia=Letland=Łotwa|LY LBY Libya
MA MAR Morocco=Marokko=Maroc=Marruecos=Marocco=Marrocos=Marocko=Maroko|MC MCO Monaco|MD MDA Moldova|ME MNE Montenegro
MF MAF Saint Martin (French part)|MG MDG Madagascar|MH MHL Marshall Islands|MK MKD North Macedonia=Macedonia
ML MLI Mali|MM MMR Myanmar=Burma|MN MNG Mongolia|MO MAC Macao=Macau|MP MNP Northern Mariana Islands|MQ MTQ Martinique
MR MRT Mauritania|MS MSR Montserrat|MT MLT Malta|MU MUS Mauritius|MV MDV Maldives|MW MWI Malawi
MX MEX Mexico=Mexiko=Mexique=Messico=Meksyk|MY MYS Malaysia=Malaisie=Malasia=Maleisië=Malezja|MZ MOZ Mozambique
NA NAM Namibia|NC NCL New Caledonia|NE NER Niger|NF NFK Norfolk Island|NG NGA Nigeria|NI NIC Nicaragua
NL NLD Netherlands=The Netherlands=Holland=Nederland=Niederlande=Pays-Bas=Países Bajos=Paesi Bassi=Países Baixos=Nederländerna=Holandia
NO NOR Norway=Norwegen=Norvège=Noruega=Norvegia=Noorwegen=Norge=Norwegia|NP NPL Nepal|NR NRU Nauru|NU NIU Niue
NZ NZL New Zealand=Neuseeland=Nouvelle-Zélande=Nueva Zelanda=Nuova Zelanda=Nieuw-Zeeland=Nova Zelândia=Nya Zeeland=Nowa Zelandia
OM OMN Oman|PA PAN Panama|PE PER Peru=Pérou|PF PYF French Polynesia|PG PNG Papua New Guinea
PH PHL Philippines=The Philippines=Philippinen=Filipinas=Filippine=Filipijnen=Filippinerna=Filipiny=Filippinerne=Filippinene
PK PAK Pakistan|PL POL Poland=Polska=Polen=Pologne=Polonia|PM SPM Saint Pierre and Miquelon|PN PCN Pitcairn
PR PRI Puerto Rico|PS PSE Palestine|PT PRT Portugal=Portogallo=Portugalia|PW PLW Palau|PY PRY Paraguay|QA QAT Qatar
RE REU Réunion|RO ROU Romania=Rumänien=Roumanie=Rumanía=Roemenië=Roménia=Rumunia=Rumænien
RS SRB Serbia=Srbija=Serbien=Serbie=Servië=Sérvia
RU RUS Russian Federation=Russia=Россия=Russische Föderation=Russie=Federación Rusa=Rusland=Federação Russa=Ryska federationen=Federacja Rosyjska=Russiske føderation=Den russiske føderasjon
RW RWA Rwanda
SA SAU Saudi Arabia=Saudi-Arabien=Arabie saoudite=Arabia Saudí=Arabia Saudita=Saoedi-Arabië=Saudiarabien=Arabia Saudyjska=Saudi-Arabia
SB SLB Solomon Islands|SC SYC Seychelles|SD SDN Sudan
SE SWE Sweden=Schweden=Suède=Suecia=Svezia=Zweden=Sverige=Szwecja|SG SGP Singapore=Singapur=Singapour=Singapura
SH SHN Saint Helena|SI SVN Slovenia=Slovenija=Slowenien=Slovénie=Eslovenia=Slovenien=Słowenia
SJ SJM Svalbard and Jan Mayen
SK SVK Slovakia=Slovensko=Slowakei=Slovaquie=Eslovaquia=Slovacchia=Slowakije=Slovakien=Słowacja=Slovakiet
SL SLE Sierra Leone|SM SMR San Marino|SN SEN Senegal|SO SOM Somalia|SR SUR Suriname|SS SSD South Sudan
ST STP Sao Tome and Principe|SV SLV El Salvador|SX SXM Sint Maarten (Dutch part)|SY SYR Syria=Syrian Arab Republic
SZ SWZ Eswatini=Swaziland|TC TCA Turks and Caicos Islands|TD TCD Chad|TF ATF French Southern Territories|TG TGO Togo
TH THA Thailand=Thaïlande=Tailandia=Thailandia=Tajlandia|TJ TJK Tajikistan|TK TKL Tokelau
TL TLS Timor-Leste=East Timor|TM TKM Turkmenistan|TN TUN Tunisia=Tunesien=Tunisie=Tunez=Tunesië=Tunisien=Tunezja
TO TON Tonga|TR TUR Türkiye=Turkey=Türkei=Turkije=Turquia=Turkiet=Turcja|TT TTO Trinidad and Tobago|TV TUV Tuvalu
TW TWN Taiwan=Taiwan, Province of China=台湾=Tajwan|TZ TZA Tanzania|UA UKR Ukraine=Україна=Ucrania=Ucraina=Oekraïne=Ukraina|UG UGA Uganda
UM UMI United States Minor Outlying Islands
US USA United States=アメリカ合衆国=アメリカ=米国=미국=美国=United States of America=America=Vereinigte Staaten=États-Unis=Estados Unidos=Stati Uniti=Verenigde Staten=Stany Zjednoczone=De forente stater
UY URY Uruguay|UZ UZB Uzbekistan|VA VAT Holy See (Vatican City State)=Vatican=Holy See
VC VCT Saint Vincent and the Grenadines|VE VEN Venezuela|VG VGB British Virgin Islands
VI VIR US Virgin Islands|VN VNM Vietnam=Viet Nam=Vietname=Wietnam|VU VUT Vanuatu
WF WLF Wallis and Futuna|WS WSM Samoa|YE YEM Yemen|YT MYT Mayotte
ZA ZAF South Africa=Südafrika=Afrique du Sud=Sudáfrica=Zuid-Afrika=África do Sul=Sydafrika=Południowa Afryka=Sør-Afrika
ZM ZMB Zambia|ZW ZWE Zimbabwe`

/** Words that belong together, in folded text, wherever a word begins. */
const any = (...words: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})`, "u");

/** Things a person sees at a glance, in whichever of the languages. */
export const SIGNS: Readonly<Record<string, RegExp>> = {
  question: /[?¿]/u,
  questions: /\?\s*\?/u,
  exclaims: /!/u,
  laughs: /😂|🤣|😆|(?<!\p{L})(?:lo+l|lmao|m+d+r+|ptdr|(?:ja|ha|je){2,}|k{3,}|rs(?:rs)+)/u,
  smirks: /😎|🤡|😱|🙃|😅|💀|🍿|😏/u,
  angry: /😡|😤|🤬|😠|😭/u,
  happy: /🎉|🙏|🥳|🙌|✅/u,
  shows: /📲|💰|👉|🛍|🚀|🎁|🔥|📞|✨/u,
  price: /%|\d\s?(?:€|\$|£|euros|reais|dolares|dollars)|[€$£]\s?\d/u,
  link: /https?:|www\.|(?<!\p{L})bio(?!\p{L})/u,
  quoted: /["«»“”]/u,
  trouble: any(
    "down(?!load)|outage|broken?\\b|bug|crash|dead\\b|died|stuck|fail|error|not working",
    "unreachable",
    "(?:won't|can't|cannot|doesn't|isn't|aren't|not|stopped) " +
      "(?:\\p{L}+ )?(?:load|send|open|work|log|connect|deliver)",
    "panne|plant[ee]|mort[es]?\\b|h\\.?s\\b|en rade|coup[ee]|inaccessible|tombee?\\b|echec",
    "erreur|bloque",
    "(?:marche|fonctionne|charge|repond|ouvre|arrive) (?:plus|pas)|impossible d|rien ne",
    "caid[oa]|cayo|muri?o|muert[oa]|fall[ao]",
    "no (?:funciona|carga|abre|anda|sirve|conecta|llega|sale)|no puedo",
    "caiu|queda\\b|fora do ar|morr?[eit]|bugad|instabil",
    "nao (?:funciona|carrega|abre|conecta|chega|envia|vai|consigo|sai)",
  ),
  metoo: any(
    "me too|same (?:here|for|thing)|here (?:too|as well)|moi aussi|pareil|idem|ici aussi",
    "a mi tambien|igual aqui|yo tambien|aqui (?:tambien|tampoco)",
    "aqui tambem|eu tambem|mesma coisa|tambem (?:nao|caiu)",
  ),
  others: any(
    "any(?:one|body)|who else|some(?:one|body) (?:else|tell|know)|(?:just|only) me|y'all",
    "you guys|for you",
    "quelqu'un|qui d'autre|(?:c'est|que) moi|(?:chez|pour) vous|vous (?:avez|arrivez)",
    "alguien|quien mas|soy yo|solo (?:para mi|yo)|a ustedes|os (?:va|funciona|pasa)",
    "alguem|quem mais|sou (?:so )?eu|so (?:para )?(?:mim|eu)|(?:para|pra) voces|ai gente",
  ),
  back: any(
    "(?:work\\p{L}*|fine|ok|up|normal\\p{L}*|through|out|available) again|back\\b|restored?",
    "resolved|fixed|recover|over\\b|normal|retabli|resolu|repare|termine|revenu",
    "de (?:nouveau|retour)|a nouveau|retour|re(?:marche|fonctionne|part)",
    "(?:funciona|va|van|bien|salen) (?:otra vez|de nuevo)|volvi|regres",
    "resuelt|restablec|arregl|acabo|solucion|(?:ok|funciona\\p{L}*|boas?|saindo) de novo",
    "volt(?:ou|aram|a )|resolvid|restabelec|consert|normaliz",
  ),
  relief: any(
    "finally|at last|phew|enfin\\b|ouf\\b|ca y est|por fin|listo|ya (?:funciona|va)|ufa",
    "finalmente|pronto",
  ),
  not: any(
    "not\\b|\\p{L}+n't\\b|no\\b|nothing|nobody|never|ne\\b|n'|pas\\b|plus\\b|rien\\b|jamais|aucun",
    "nada\\b|nadie|nunca|sin\\b|tampoco|ni\\b|nao\\b|sem\\b|ninguem|nenhum|nem\\b",
  ),
  again: any("still\\b|again\\b|toujours|encore|sigue|otra vez|continua|de novo"),
  mine: any(
    "my (?:router|wi-?fi|phone|connection|sim|" +
      "device|internet|laptop|provider|mobile|[345]g|side|plan)",
    "ma (?:box|connexion|carte|ligne|[345]g)",
    "mon (?:wi-?fi|tel|ordi|portable|operateur|forfait|cote)",
    "mi (?:router|wi-?fi|tele|conexion|internet|tarjeta|movil|operador|celular|linea)",
    "meu (?:roteador|wi-?fi|celular|aparelho|chip|plano|sinal)",
    "minha (?:conexao|internet|operadora|linha)",
  ),
  line: any(
    "router|modem|broadband|wi-?fi|internet|[345]g\\b|sim\\b|data\\b|reception|signal from",
    "mast\\b|coverage",
    "box\\b|fibre|reseau|operateur|antenne|capte|forfait|debit|cobertura|fibra|antena|operadora",
    "avion\\b",
    "roteador|rede\\b|dados\\b|chip\\b|sinal d|aviao\\b|airplane",
  ),
  guesses: any(
    "i (?:think|guess|believe)|maybe|probably|must be|je (?:crois|pense)|sans doute|surement",
    "peut[ -]etre",
    "creo|seguro|seguramente|a lo mejor|quiza|debe ser|acho|deve ser|talvez|com certeza",
  ),
  sells: any(
    "order|buy|sale\\b|sell|shop\\b|discount|free\\b|offer|deal|subscribe|follow us|join",
    "contact us|sign up|win\\b|stock\\b|try (?:it|our)|quote\\b|customers",
    "command(?:ez|e vite)|achet|vend[so]?\\b|boutique|promo|gratuit|offre|abonne[zs]|suivez",
    "rejoignez|contactez|inscri|gagne[zr]?|essa(?:i|ye)|devis|decouvrez|reserve[zr]",
    "compra|descuento|gratis|oferta|siguen|unete|contacta|inscri|gana\\b|prueba|presupuesto",
    "descubre|pide|reserva",
    "loja|desconto|siga\\b|entre n|inscreva|ganhe|experimente|orcamento|conheca|peca\\b|cupom",
    "frete",
  ),
  reports: any(
    "selon|according|confirm|spokes|statement|reuters|afp|ap:|million|thousand|minist",
    "government|regulator|court|company|compan|shares|study|investigat|announce|analysis|users",
    "porte-parole|communique|millier|gouvernement|tribunal|entreprise|action |etude|enquete",
    "annonce|analyse|utilisateurs|clients",
    "segun|portavoz|comunicado|miles|gobierno|regulador|empresas|acciones|estudio|investiga",
    "anuncia|usuarios",
    "segundo o|porta-voz|milhares|milh[ao]|governo|acoes|estudo|usuarios|downdetector|director",
    "ceo\\b|pdg\\b",
  ),
  heads: /^[\p{L}’' ]{3,28}(?:: | [–—-] )/u,
  jests: any(
    "zuck|elon\\b|musk|intern\\b|stagiaire|becario|estagiario|rip\\b|qepd|pigeon|paloma|pombo",
    "excus|desculpa",
    "boss\\b|patron|jefe|chefe|crush|husband|wife|mari\\b|marido|in person|en vrai|unplug",
    "debranch|desenchuf|hamster|cafe\\b|coffee",
  ),
  pleases: any(
    "love\\b|lovely|happy|best\\b|j'adore|belle?\\b|bon(?:ne)?\\b|encanta|lind[oa]|feliz|adoro",
    "bonit|cute|good\\b",
  ),
  family: any(
    "mum|mother|grand|sister|kids|family|dog\\b|mere\\b|soeur|enfants|famille|chien|madre",
    "abuela|herman|ninos|perro|mae\\b|vovo|irma|criancas|cachorro",
  ),
  time: any(
    "\\d+ ?(?:min|h\\b|heure|hour|hora)|since\\b|for the last|depuis|desde\\b|hace\\b",
    "ha (?:meia|\\d|dez)",
    "minut|ce matin|this morning|today|tonight|hoy\\b|hoje\\b|now\\b|ahora|agora|ce soir",
  ),
};

/** Beginnings of folded words, written by us: a word is as good or bad as the longest that fits. */
const stems = (points: number, text: string): [string, number][] =>
  text
    .trim()
    .split(/\s+/)
    .map((stem) => [stem, points]);

export const FEELING: ReadonlyMap<string, number> = new Map([
  ...stems(
    3,
    `love amazing excellent fantastic perfect wonderful awesome brilliant adore genial parfait
     magnifique formidable merveill encanta perfect excelent maravill increible fantastic adoro
     amei incrivel sensacional otim`,
  ),
  ...stems(
    2,
    `good great like aime gost gusta happy thank nice glad best better lovely enjoy
     beautiful bravo bon bonne bien
     merci super content heureu joli beau belle mieux meilleur bueno buena bien gracias feliz
     lind bonit content mejor genial bom boa bem obrigad feliz lind bonit melhor legal valeu`,
  ),
  ...stems(
    1,
    `ok okay fine work fixed resolved restored relief phew cute cool enfin ouf marche fonctionne
     retabli repare resolu tranquille mignon listo funciona arregla resuelt volvio tranquil
     consert resolvid voltou ufa fofa`,
  ),
  ...stems(
    -1,
    `slow late wait problem issue bug error stuck miss lent retard attend souci probleme erreur
     bloque lento tarde espera problema fallo falla error demora atras lent erro trava`,
  ),
  ...stems(
    -2,
    `bad down broken fail crash dead died sad annoy tired angry sick wrong lost useless panne
     plante mort triste fatigu enerve marre nul perdu casse penible lourd rale mal malo mala
     caid cayo murio muert triste cansad enfad molest roto perd inutil ruim caiu quebr morr
     triste cansad irritad perd pior peor pire worse`,
  ),
  ...stems(
    -3,
    `hate horrible terrible awful disgust worst furious nightmare scandal shit fuck crap deteste
     honte honteu affreu catastroph insupportable merde putain degout scandal odio horror
     horribl asco pesim verguenza mierda furios odeio horriv pessim nojo vergonha merda droga`,
  ),
]);

/** Words that are no feeling though they begin like one. */
export const NO_FEELING = new Set(
  "download downtown likely male malgre malaga marcher belgique belgica belgium bemvindo bomba".split(
    " ",
  ),
);

/** They turn what follows around, or take some of it away. */
export const NEGATORS = new Set(
  `not no never nothing nobody without cannot cant dont doesnt didnt isnt wasnt wont couldnt arent
   ne n pas plus jamais rien aucun aucune sans nada nadie nunca ni sin tampoco nao nem sem ninguem
   nenhum nenhuma`.split(/\s+/),
);

export const STRONGER = new Set(
  `very so really too totally completely extremely absolutely such tres trop vraiment tellement
   super completement totalement absolument grave muy tan demasiado realmente totalmente
   completamente muito tao demais mesmo extremamente bien`.split(/\s+/),
);

export const WEAKER = new Set(
  `slightly somewhat bit little kinda rather peu assez plutot poco algo bastante pouco meio`.split(
    /\s+/,
  ),
);

export const FACES: ReadonlyMap<string, number> = new Map([
  ...stems(3, "😍 🥰 ❤ 🎉 🥳 💚 💙"),
  ...stems(2, "😀 😃 😄 😊 🙂 👍 🙏 😎 🙌 ✅ 😘 ☀"),
  ...stems(1, "😂 🤣 😅 😉"),
  ...stems(-1, "🙄 😕 😐 🤔 😴 ⚠"),
  ...stems(-2, "😢 😞 😔 👎 💔 😤 😩 😭 😒"),
  ...stems(-3, "😡 🤬 😠 🤮 💩"),
]);

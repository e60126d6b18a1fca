/** What somebody may want to know that the live state can tell. */
export const INTENTS = [
  "end",
  "since",
  "down",
  "works",
  "hours",
  "lost",
  "me",
  "rumour",
  "human",
] as const;
export type Intent = (typeof INTENTS)[number];

/**
 * One line is one sign: groups joined by "+" must all be there, "|" parts what may stand for one
 * another, "*" is any ending, "_" joins words that follow one another. More groups weigh more. A
 * line that begins with "!" weighs as much as three groups by itself.
 */
const LINES: Readonly<Record<Intent, string>> = {
  end: `
    will_it|will_this|will_that|will_whatsapp|will_everything + back|fix*|over|work*|soon|end*|tonight|tomorrow
    do_you_know|do_we_know|any|idea|expect*|estimat* + back|fix*|resum*|recover*|return*|end|over|normal
    back|fixed|working + soon|tonight|tomorrow|by
    idee|savez|sait_on|pensez|prevoy*|estim*|prevu* + retour*|retabl*|revien*|reprise|fin|ce_sera|dur*|reparation*|normal*
    ce_sera|sera|reviendr*|retour* + bon|repare*|regle*|fini*|resolu*|termine*|normale|bientot|ce_soir|demain
    faut|doit_on|devons|va + attendre
    bientot + fini*|revien*|retabl*|regle*|resolu*|repare*|fin|marche*
    when|wen|how_long|how_much_longer|what_time + over|back|fix*|end*|restor*|again|return*|resum*|resolv*|repair*|solv*|normal|last|take|tak*|wait
    when|until_when|til_when|till_when|how_much_longer + work*|still|down
    !until_when
    !how_much_longer
    !how_much_more
    !any_idea_when
    !eta
    !estimated + time
    will_it|does_it|is_it_going_to + last|take|end
    quand|quan|kan|qd|quelle_heure|combien_de_temps|encore_longtemps + revien*|reviendr*|retour*|retabl*|remarch*|repar*|fin*|termin*|refonctionn*|repris*|reprend*|resolu*|marchera|fonctionnera|remettr*|regl*|dur*|normal*|attendr*|repart*
    quand|quan|kan + ca_va|ca_re*|ce_sera|sera + *
    !jusqu_a_quand
    !jusqua_quand
    !jusqu_quand
    !encore_longtemps
    !c_est_quand_la_fin
    !c_quand_la_fin
    combien_de_temps + panne|encore|durer*
    ca_va + durer|dure
    heure|delai|date + retour|retabliss*|reprise|prevu*`,
  since: `
    panne*|hs|ca_fait|ca_dure|coupe* + depuis + hier|matin|nuit|minuit|midi|semaine
    ca_fait|ca_dure + depuis|deja|heure|heures|temps|jours
    has_it_been|been_down|been_out|been_broken + all|since|hours|days|long|morning|already
    start*|began|begin* + when|yesterday|today|morning
    !since_when
    !since_what_time
    since|from + when|what_time
    when|what_time + start*|began|begin*|happen*|break|broke|go_down|went_down|stop*
    how_long + been|has|have + down|out|broken|going|off
    how_long + already|ago
    depuis + quand|qd|combien|quelle_heure|longtemps|heure|heures
    !depuis_quand
    !depuis_combien
    quand|heure + commenc*|debut*|arret*|demarr*|tombe
    ca_fait + combien|longtemps`,
  down: `
    impossible|arrive|peux|peut|arrivons + envoy*|connect*|ouvrir|charg*|utilis*|acced*
    peux|peut|arrive|arrivons + plus|pas + envoy*|connect*|ouvrir|utilis*|acced*
    unable|impossible|cannot|cant|can_t|failing|fails|error* + send*|connect*|log*|open|load*|use|whatsapp|messenger
    nothing|messages|message|calls|photos + going|goes|sending|loading|works|pass*
    cant|cannot|can_t + connect|send|login|log_in
    erreur|deconnecte* + whatsapp|messenger|connexion|message*|application|appli
    down|outage*|broken|offline|crash*
    not|isnt|doesnt|doesn|isn|dont|cant|no_longer|stopped|wont + work*|send*|load*|connect*|open*
    not_working
    what|whats|wats + happen*|wrong|going_on|going|up_with
    is|are + working|ok|okay|up|fine|online
    problem*|issue*|trouble* + with|whatsapp|messenger|telegram|sms|today|now|there|any
    status
    en_panne|panne*|hs|plante*|bug*|bogue*|coupure|indisponible*
    marche*|fonctionn*|passe|passent|charge*|connect*|partent|part|envoy* + pas|plus|po
    ca|est_ce_que|c_est + marche|fonctionne
    qu_est_ce_qui|que|quoi|qu_est_ce + passe|arrive
    probleme*|souci*|pb|difficult* + avec|whatsapp|messenger|telegram|sms|actuellement|y_a_t_il|il_y_a|y_a|aujourd_hui|des|un
    etat + service*|actuel
    ne_marche_plus
    ne_fonctionne_plus`,
  works: `
    what|which|whats + number|phone|email|address|channel*|else
    number|phone|line + call|ring|reach|your|text
    book|order|reserve|pay|buy|write|contact|chat + without|instead|otherwise
    quel*|votre|un|avez + numero|telephone|mail|courriel|adresse
    quel*|autre* + moyen*|facon*|canal|canaux|biais
    comment|ou + commander|reserver|commande|ecrire|payer
    vous|on + joign*|joindre|contact* + comment|ou|quel*
    what|which|anything + works|working|work|available|use
    how|where + contact|reach|write|message|order + you|else|now|otherwise|instead|without|then
    how + reach|contact|get_hold|get_in_touch
    alternative*|instead|workaround*
    another|other|else|different + way*|app|channel*|contact|number|means
    phone|telephone|email|mail|sms + number|address|possible|you|your|work*|can
    without + whatsapp|messenger
    qu_est_ce_qui|quoi|que|lequel|quels|quel|quelles + marche|fonctionne|fonctionnent|marchent|utiliser
    qu_est_ce_qui_marche
    ecrire|contacter|joindre + mail|courriel|sms|tel
    comment|ou|par_ou + joindre|contacter|ecrire|commander|reserver|passer|faire
    vous|on + joindre|contacter
    autre*|alternative*|remplac*|sinon|autrement + moyen*|facon|solution*|application|appli|canal|canaux|numero|contact|joindre
    alternative*
    numero|adresse + telephone|tel|joindre|mail|courriel|mel|appeler
    sans + whatsapp|messenger|wattsapp`,
  hours: `
    ouvert*|ferm*|ouvr* + lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|midi|soir|aujourd_hui|demain|maintenant|ferie*|week
    open*|clos* + monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|tonight|now|noon|weekend|late|holiday*
    open|opening|business|closing + hours|hour|times|time|when|today|now|sunday|saturday|tomorrow
    !opening_hours
    are_you|you + open|closed
    when|what_time|until_when + open|close|closes|opens|closing
    !horaire*
    heure*|quand|jour* + ouvr*|ouvert*|ferm*
    etes_vous|vous_etes|c_est|etes|est_ce + ouvert*|ferme|fermes
    ouvert* + dimanche|samedi|aujourd_hui|demain|maintenant|soir`,
  lost: `
    jamais|pas|aucune|toujours + eu|recu|reponse*|repondu + reponse*|message*|mail|commande*|vous|nouvelles
    never|no|not + got|get|received|heard|had + answer*|reply|replies|response*|back|confirmation
    my|our + order*|booking*|appointment*|reservation*|request* + ok|okay|valid|still|confirmed|fine|safe|on
    ma|mon|mes + commande*|reservation*|rendez_vous|rdv|demande* + tient|valable*|toujours|valide*|confirme*|maintenu*|bon|ok
    message*|photo*|commande* + vu|lu|seen|read|noticed
    pas|aucune|jamais + reponse*|repondu
    message*|order*|text*|photo*|picture*|booking*|appointment*|payment*|request*|money|reservation* + lost|lose|losing|arriv*|receiv*|gone|get|got|delivered|deliver*|disappear*|missing|vanish*|reach*|safe|twice|again|resend|went_through|through|happen*|see*
    did|have|will + you + get|got|receive|received|see + my|message*
    resend|send_again|send_it_again
    message*|commande*|photo*|rendez_vous|rdv|reservation*|paiement*|argent|demande*|mess|msg + perdu*|arriv*|recu*|recev*|dispar*|efface*|pris*|parti*|passe*|renvoy*|distribu*|supprim*|enregistr*|devien*|devenu*|retrouv*|livre*
    avez_vous|as_tu|vous_avez|aurez + recu*|eu + message*|commande*|mon|ma|mes
    renvoyer|renvoie|renvoye + message*|dois|faut`,
  me: `
    sister|brother|friend*|colleague*|neighbo*|mother|husband|wife|everybody + same|too|also|problem
    same + problem|issue|here
    fille|fils|soeur|frere|ami|amie|amis|collegue*|voisin*|mari|femme|mere + meme|aussi|pareil|probleme
    meme + probleme|souci
    general|generale + c_est|panne|ou
    update|upgrade|restart|reboot* + have_to|should|do_i|must|whatsapp|app|phone
    !is_it_me
    !only_me
    !just_me
    !is_it_just_me
    !on_my_side
    !my_fault
    am_i + only|alone
    my|mine + phone|internet|wifi|connection|network|account|device|app|side|end|mobile
    should_i|must_i|need_to|do_i|have_to + reinstall*|restart*|reset|update|uninstall*
    reinstall*
    anyone|everybody|everyone|others|somebody|anybody + else|too|same|affected
    suis_je|je_suis + seul*
    !le_seul
    !la_seule
    !que_chez_moi
    !que_moi
    !chez_moi
    vient|probleme|faute|cause + moi|telephone|tel|mon|ma
    mon|ma + telephone|tel|portable|wifi|internet|connexion|reseau|compte|appli|application|mobile|box|forfait|operateur
    !wifi|internet|connexion|reseau|telephone|box|operateur + general*|tout_le_monde|moi|chez|souci|probleme
    dois_je|faut_il|je_dois|il_faut|faut + reinstall*|redemarr*|desinstall*|mettre_a_jour|eteindre
    reinstall*|desinstall*
    autres|tout_le_monde|quelqu_un|d_autres|certains + aussi|touche*|pareil|probleme*|concerne*`,
  rumour: `
    people|they|everyone|somebody|someone|newspaper*|internet|facebook|tiktok|twitter + say*|said|claim*|told|write*|posted
    bankrupt*|hacker*
    faillite|hacker*|piratage
    on|gens|journaux|internet|facebook|tiktok|voisin* + dit|disent|raconte*|pretend*|m_a_dit|ecrit
    !rumour*
    !rumor*
    hack*|cyberattack*|cyber|attack*|ransomware|virus|pirat*
    is_it_true|true_that|is_this_true|fake|hoax|conspiracy
    heard|read|saw|says|saying|told + that|closing|closed|bankrupt*|hacked|stolen|leak*|shut*|forever|ban*
    stolen|leak*|breach + data|account*|card*|information|details|password*
    data|passwords|account* + stolen|leak*|safe|breach*
    scam*|phishing
    !rumeur*
    piratage*|pirate*|cyberattaque*|cyber|attaque*|virus|rancon*
    !c_est_vrai
    !is_it_true
    c_est_vrai|est_ce_vrai|est_il_vrai|vrai_que|intox|fake|complot*|canular
    entendu|lu|vu|dit|disent|parait|raconte* + que|ferm*|faillite|pirat*|vol*|definitiv*|interdi*
    donnee*|compte*|carte*|mot_de_passe|mots_de_passe|infos + vole*|fuite*|derobe*|pirat*|securit*|danger
    arnaque*|hameconnage`,
  human: `
    anybody|anyone|somebody|someone + there|home|answer*|listening|reading
    person|human|agent|somebody|someone + help|need|want|please|can
    quelqu_un|personne|y_a + la|repond*|lit|aide*|dispo*
    !rappelez_moi
    !appelez_moi
    !il_y_a_quelqu_un
    !y_a_quelqu_un
    !human
    !real_person
    !speak_to
    !talk_to
    !speak_with
    !talk_with
    agent|advisor|adviser|operator|representative|person|someone|somebody|staff|employee|colleague + speak|talk|real|contact|call|want|need|get|help|can|please|answer
    call_me|phone_me|call_back|ring_me
    complain*|complaint
    !humain*
    !parler_a
    !parler_avec
    !vrai_personne
    !vraie_personne
    conseiller*|operateur|operatrice|quelqu_un|personne|agent|employe*|interlocuteur|responsable + parler|joindre|vrai*|avoir|veux|voudrais|besoin|contact*|repond*|aide*|discuter
    conseiller*|operateur|operatrice
    rappel* + moi|me|vous|pouvez
    reclamation*|plaindre|plainte`,
};

/** A sign: all groups must be met, by one of their sequences of words. */
export type Sign = { intent: Intent; weight: number; groups: readonly (readonly string[])[][] };

const ALONE_WEIGHT = 3;

/** The signs of all intents, ready to be compared with words. */
export const SIGNS: readonly Sign[] = INTENTS.flatMap((intent) =>
  LINES[intent]
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => signOf(intent, line)),
);

function signOf(intent: Intent, line: string): Sign {
  const isStrong = line.startsWith("!");
  const groups = line
    .replace(/^!/, "")
    .split(" + ")
    .map((group) => group.split("|").map((words) => words.split("_")));
  return { intent, groups, weight: isStrong ? ALONE_WEIGHT : groups.length };
}

import {
  BROKEN,
  DAYS,
  FIXED,
  MOVES,
  NOT,
  OTHER,
  OURS,
  PAST,
  REACH_EN,
  REACH_FR,
  SOON,
} from "./cue-classes.ts";
import { OWN_LINES } from "./cue-lines-own.ts";
import type { Intent } from "./cues.ts";

/**
 * One line is one sign: groups joined by "+" must all be there, "|" parts what may stand for one
 * another, "*" is any ending, "_" joins words that follow one another. More groups weigh more. A
 * line that begins with "!" weighs as much as three groups by itself.
 */
export const LINES: Readonly<Record<Intent, string>> = {
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
    heure|delai|date + retour|retabliss*|reprise|prevu*
    ${SOON} + ${FIXED}
    how_soon|how_fast|how_quick* + ${FIXED}
    nearly|almost|close|closer|soon + ${FIXED}
    timeline*|timeframe*|deadline|schedule|update|updates|news|progress + repair*|fix*|outage|recover*|return|solv*|work*
    nouvelles|avancement|point|delai*|estimation|prevision* + repar*|panne|retabl*|retour|duree|remise
    will|gonna|going_to + last|take + day|night|long|week|hours|weekend|minutes
    esper* + retour*|retabl*|reprise|mieux
    en_a|en_avez|en_ont|y_en_a + longtemps|heures|jours|combien
    dure|durer* + encore
    quand|qd + pourra*|pourron* + *
    when|how_soon + can|could|may|able + again|use|expect*|send|log
    combien + heures|temps|jours|minutes + encore|rest*|attend*
    minutes|hours|days|weeks + or + talking|longer|more|left
    ${SOON} + ca_va|ce_sera|vous_croyez|selon_vous|d_apres`,
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
    ca_fait + combien|longtemps
    date|remonte|remontent + quand|hier|matin|nuit|longtemps|combien
    quel_moment|quelle_heure|quel_jour|quand + plant*|coup*|arrive|survenu*|apparu*|lache*|saute
    quand + arrive|survenu*
    depuis + longtemps + panne*|coupe*|plante*|bloque*|arret*
    how_many|how_much + hours|days|time + has|been|down
    first|last + report*|sign|message + when|what_time
    happening|lasting|going_on|broken|down + long|hours|days|since|already
    did|has + start*|begin|began|begun + yesterday|today|morning|night|week|recently|earlier
    what_point|what_day|which_day|what_time|what_hour + start*|stop*|began|begin*|trouble*|problem*|outage
    ${PAST} + ca|panne|coupure|probleme* + commenc*|debut*|depuis|date`,
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
    ne_fonctionne_plus
    ${OURS} + ${BROKEN}
    ${OURS} + ${NOT} + ${MOVES}
    rien|plus_rien|aucun|aucune|personne + ${MOVES}
    nothing|none|no_message* + ${MOVES}
    keep*|just|always|forever|constantly + spin*|connecting|load*|crash*|freez*|fail*|disconnect*|loading|turning
    stuck|frozen|slow|dead|laggy|unresponsive|lagging|glitch*|acting_up|playing_up + is|are|it|on|again|so|whatsapp|messenger|message*|messages|app|chat
    en_rade|dans_les_choux|en_carafe|en_berne|en_vrac|aux_fraises|mort|morte|morts
    tout|tous|c_est|est + bloque*|coupe*|casse*|lent*|mort*|sature*|inaccessible*|indispo*
    rame*|sablier|coche|lag|lague*|freeze
    disruption*|interruption*|incident*|perturb*|defaillan*|dysfonction*
    n_arrive_plus|n_arrive_pas|arrive_plus|arrive_pas|n_arrivons_plus|peux_plus|peut_plus|pouvons_plus
    pourquoi|why + ${NOT} + ${MOVES}|respon*|repond*|answer*
    respon* + not|isn|isnt|never|stopped`,
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
    sans + whatsapp|messenger|wattsapp
    ${REACH_FR} + peut_on|peux_je|puis_je|on_peut|je_peux|est_ce_qu_on|possible|possibilite
    ${REACH_FR} + ou|comment|par_ou|maintenant|du_coup|sinon|alors
    ${REACH_EN} + can_i|can_we|could_i|may_i|how|where|way|now|instead|else|possible
    vous_etes|etes_vous|are_you|you_are|vous_avez|avez_vous|have_you|do_you_have|you_have|existe*|is_there|y_a_t_il + ${OTHER}
    passer|venir|come|visit|drop_by|stop_by|walk_in|deplacer + boutique|magasin|agence|bureau|guichet|mairie|shop|store|office|desk|branch|accueil|place|sur_place
    remplac*|par_quoi|a_la_place|en_attendant|meantime|replacement|backup|fallback|plan_b
    ${OTHER} + marche*|fonctionn*|work*|passe|passent|toujours|still|encore
    where|ou + send|envoyer|adresser|write|submit + now|maintenant|request|demande|du_coup|instead
    best|easiest|fastest|quickest|meilleur*|plus_simple|plus_rapide + way|moyen|facon|contact*`,
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
    ouvert* + dimanche|samedi|aujourd_hui|demain|maintenant|soir
    ${DAYS} + travaill*|ouvert*|ouvr*|bosse*|work|open|closed|close|answer|repond*|joignable*
    standard|accueil|guichet|ligne|bureau*|agence|mairie|service|office|desk|line|shop + ouvert*|ferm*|ouvr*|open*|clos*|jusqu_a|until
    quelle_heure|jusqu_a_quand|partir_de_quand|partir_de_quelle|quel_jour|quels_jours + appel*|repond*|joindre|ouvr*|ferm*|joignable*|ouvert*
    what_time|from_when|from_what_time|until_what_time|how_late|how_early + open|ring|call|close|phone|answer|start_answering
    !your_hours
    standard|accueil|guichet|boutique|magasin|bureau|agence + jusqu_a|ferme*|ouvr*|ouvert* + quand|heure*
    partir_de_quelle|jusqu_a_quelle|from_what_time|until_what_time|what_time + heure|can|do + *
    !opening_times
    !how_late
    !office_hours
    ouverture*|fermeture* + demain|aujourd_hui|heure*|quand|samedi|dimanche|guichet|boutique`,
  ...OWN_LINES,
};

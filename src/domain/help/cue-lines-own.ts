import { ARRIVED_EN, ARRIVED_FR, MINE_EN, MINE_FR, SENT } from "./cue-classes.ts";

/** How people ask what it means for themselves, what to believe, and for somebody to talk to. */
export const OWN_LINES = {
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
    renvoyer|renvoie|renvoye + message*|dois|faut
    ${MINE_FR} + ${ARRIVED_FR}
    ${MINE_EN} + ${ARRIVED_EN}
    ${SENT} + ${ARRIVED_FR}|${ARRIVED_EN}
    vous_avez|avez_vous|aurez_vous + bien|recu*|trouve*|eu + ma|mon|mes|notre|nos|la_photo|le_dossier
    send|resend|renvoy*|refaire|redo|submit|repeat|reposter|repasser + again|everything|tout|demande|dossier|commande|message*|twice|formulaire|application
    pas|aucune|no|without|never + confirmation*|accuse|acknowledg*|receipt
    attend*|waiting|wait + reponse*|reply|answer|retour_de + toujours|still|encore|votre|your
    personne|nobody|no_one|noone + repond*|repondu|answer*|repl*|reading
    personne|nobody|no_one|jamais|never + repond*|repondu|answer*|repl* + message*|mail|demande|request
    my|mes|mon|ma + message*|mesage*|order|mail + never|jamais + *
    prise_en_compte|pris_en_compte|bien_enregistre*|bien_arrive*|bien_recu*|bien_passe*`,
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
    autres|tout_le_monde|quelqu_un|d_autres|certains + aussi|touche*|pareil|probleme*|concerne*
    change*|changer|vider|clear|delete|supprimer|effacer|eteindre|rallumer|restart|need|acheter|buy + cache|telephone|phone|appli|app|portable|mobile|carte_sim|sim
    autres|other_people|others|everyone|everybody|tout_le_monde|others_too + marche*|fonctionn*|work*|ca_va|touche*|just|only|ou|or
    operateur|fournisseur|provider|carrier|operator|antivirus|isp|forfait|vpn + cause|vient|be|is|mon|my|ton|souci|problem
    my|mine|mon|ma + account|compte|number|numero|profile|profil|sim + block*|bloqu*|suspend*|bann*|hs|banned|locked
    probleme|panne|souci|problem|issue|outage + general*|generale|global*|partout|everywhere|national*|worldwide|local|mondial*
    je_suis|suis_je|jsuis|chuis|am_i|im + seul*|only|alone
    seul*|only_one|only_person + a_qui|a_avoir|qui|with|having
    vient|venir|come|comes|coming|from + moi|me|mon|ma|my|chez_vous|chez_nous|votre_cote|your_side
    my|mine|me|moi|us + end|yours|vous|ou_vous|or_you|or_yours`,
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
    piratage*|pirate*|cyberattaque*|cyber|attaque*|virus|rancon|rancongiciel*
    !c_est_vrai
    !is_it_true
    c_est_vrai|est_ce_vrai|est_il_vrai|vrai_que|intox|fake|complot*|canular
    entendu|lu|vu|dit|disent|parait|raconte* + que|ferm*|faillite|pirat*|vol*|definitiv*|interdi*
    donnee*|compte*|carte*|mot_de_passe|mots_de_passe|infos + vole*|fuite*|derobe*|pirat*|securit*|danger
    arnaque*|hameconnage
    message*|mail|sms|text|texto|lien|link|appel|call|info*|story|post|video + vrai*|faux|fausse*|genuine|legit*|real|really_from|fake|bizarre*|weird|strange|suspect*|suspicious|circul*|official|officiel*|authenti*
    il_parait|parait_que|apparemment|soi_disant|on_m_a_dit|j_ai_lu|j_ai_vu|j_ai_entendu|selon_certains
    i_heard|heard_that|they_say|people_say|word_is|apparently|supposedly|someone_says|someone_said|saw_online|read_online|story_going|going_round|going_around
    fausse*|faux|fake|false + info*|nouvelle*|news|rumeur*|story|bruit*|actu
    payant*|paid|charge|charging|fee|fees|subscription + devenir|devient|become|will|start*|whatsapp|va
    mots_de_passe|mot_de_passe|passwords|password|data|donnees|infos_perso*|coordonnees + safe|secure|securite|leak*|fuite*|fuit*|vol*|stolen|danger|risque
    !info_ou_intox
    message*|mail|sms|text|texto|lien|link|appel|call + bizarre*|weird|strange|suspect*|suspicious|circul* + vous|you|vrai*|true|genuine|legit*|real
    !vrai_ou_faux
    !true_or_false
    !true_or_fake
    !from_you_really
    gouvernement|government|state|etat|police|army|armee + coupe*|shut*|block*|bloque*|censur*`,
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
    reclamation*|plaindre|plainte
    pas|not|sans|no|instead_of + robot|bot|machine|ia|ai|repondeur|automate|computer|chatbot
    relation|put_me|passe*_moi|passez_moi|mettez_moi|connect_me|transfer*|transfere* + service*|customer|client*|quelqu_un|someone|conseiller*|support|manager|responsable
    speak|talk|parler|discuter|avoir|get|have + manager|supervisor|superieur|responsable|chef|quelqu_un|person|human|staff|employee|somebody + *
    besoin|need|want|veux|voudrais + aide|help|assistance + urgent*|vite|now|please|svp|urgence
    qui|who + peut|can|could|pourrait + aider|m_aider|help|assist
    quelqu_un|someone|somebody|person|personne|human + telephone|phone|line|ligne|vive_voix|rappel*|call*
    !me_rappeler
    !nous_rappeler
    !service_client
    !customer_service
    !customer_support
    !vraie_personne
    !en_chair_et_en_os`,
};
